#!/usr/bin/env python3
"""Renders the sample photographs in media/: landscapes, a portrait with an EXIF orientation, and avatars.

usage: Scripts/make_samples.py [NAME…]      (needs numpy and Pillow; without names it renders all)

Every picture is computed from noise and simple optics, with a fixed seed. The same versions of numpy and Pillow make the same
bytes. Scenes are rendered at twice their size, reduced, and given a light film grain.
"""
import math
import sys
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

MEDIA = Path(__file__).resolve().parent.parent / "media"
SUPER = 2                      # supersampling: scenes are rendered at SUPER times their size


# Noise and colour


def noise_1d(rng, width, cells, octaves=6, gain=0.5):
    """Returns fractal value noise of about unit range over `width` samples. `cells` is the number of the largest bumps."""
    total, amplitude = np.zeros(width), 1.0
    for octave in range(octaves):
        count = max(2, int(cells * 2**octave))
        knots = rng.uniform(-1, 1, count + 3)
        t = np.linspace(0, count, width)
        i = np.minimum(t.astype(int), count - 1)
        f = t - i
        f = f * f * (3 - 2 * f)
        total += amplitude * (knots[i] * (1 - f) + knots[i + 1] * f)
        amplitude *= gain
    return total


def noise_2d(rng, width, height, cells_x, cells_y, octaves=5, gain=0.5):
    total, amplitude = np.zeros((height, width)), 1.0
    for octave in range(octaves):
        size = (max(2, int(cells_x * 2**octave)) + 1, max(2, int(cells_y * 2**octave)) + 1)
        grid = Image.fromarray(rng.uniform(-1, 1, size[::-1]).astype(np.float32))
        total += amplitude * np.asarray(grid.resize((width, height), Image.Resampling.BICUBIC))
        amplitude *= gain
    return total


def rgb(text):
    return np.array([int(text[i : i + 2], 16) for i in (1, 3, 5)], dtype=float) / 255


def gradient(t, *stops):
    """Returns the colours at the positions `t`, interpolated between stops (position, "#rrggbb")."""
    positions = [p for p, _ in stops]
    colours = np.array([rgb(c) for _, c in stops])
    return np.stack([np.interp(t, positions, colours[:, k]) for k in range(3)], axis=-1)


def smoothstep(low, high, x):
    t = np.clip((x - low) / (high - low), 0, 1)
    return t * t * (3 - 2 * t)


def mix(a, b, t):
    t = t[..., None] if isinstance(t, np.ndarray) and t.ndim == a.ndim - 1 else t
    return a + (b - a) * t


def soften(grid):
    """Returns a binomial blur over 3 × 3 pixels."""
    for axis in (0, 1):
        grid = grid / 2 + (np.roll(grid, 1, axis) + np.roll(grid, -1, axis)) / 4
    return grid


def plane(width, height):
    """Returns pixel coordinates: y is 0…1 over the height, and x has the same unit."""
    y, x = np.mgrid[0:height, 0:width].astype(np.float64)
    return x / height, y / height


def stars(rng, width, height, count, below=1.0):
    sky = np.zeros((height, width))
    xs, ys = rng.integers(2, width - 3, count), (rng.random(count) ** 1.3 * height * below).astype(int)
    for x, y, size in zip(xs, ys, rng.pareto(2.2, count) * 0.16 + 0.08):
        sky[y : y + 3, x : x + 3] += min(size, 1.3) * np.array([[0.4, 0.8, 0.4], [0.8, 1.4, 0.8], [0.4, 0.8, 0.4]])
    return sky


def pines(rng, width, base, unit, smallest, largest, spacing):
    """Returns the skyline, in pixels, of conifers that stand on `base`. Their branches widen downwards in steps."""
    top = base.copy()
    x = -largest * unit
    while x < width + largest * unit:
        tall = rng.uniform(smallest, largest) * unit
        half = tall * rng.uniform(0.15, 0.21)
        columns = np.arange(max(0, int(x - half)), min(width, int(x + half) + 1))
        if len(columns):
            across = np.abs(columns - x) / half
            boughs = rng.uniform(8, 13)
            saw = (across * boughs + rng.random()) % 1.0
            profile = 1 - across**0.85 - 0.16 * saw * (0.35 + across)
            foot = base[min(max(int(x), 0), width - 1)]
            top[columns] = np.minimum(top[columns], foot - tall * np.clip(profile, 0, 1))
        x += spacing * unit * rng.uniform(0.4, 1.5)
    return top


def below(top, height):
    """Returns the coverage, 0…1, of the pixels under a skyline."""
    rows = np.arange(height)[:, None]
    return np.clip(rows - top[None, :] + 0.5, 0, 1)


# Scenes. Each function takes (rng, width, height) and returns an RGB array in 0…1.


def misty_mountains(rng, w, h):
    x, y = plane(w, h)
    image = gradient(y, (0, "#4a5f94"), (0.18, "#8486b4"), (0.34, "#d3a3ad"), (0.46, "#f6c49c"), (0.56, "#fde3b4"))
    clouds = noise_2d(rng, w, h, 2.5, 14, 6)
    image = mix(image, rgb("#fbd0b4"), np.clip(clouds - 0.15, 0, 1) * smoothstep(0.55, 0.2, y) * 0.55)
    sun = np.hypot(x - 0.92, (y - 0.40))
    image += (np.exp(-((sun / 0.26) ** 2)) * 0.15 + np.exp(-((sun / 0.08) ** 2)) * 0.08)[..., None] * rgb("#ffd9a0")
    image = mix(image, rgb("#fffbee"), smoothstep(0.0385, 0.0365, sun))

    layers = 7
    for layer in range(layers):
        near = layer / (layers - 1)
        ridge = noise_1d(rng, w, 2.2 + 2.0 * near, 8, 0.46)
        ridged = 0.6 * ridge - 0.55 * np.abs(noise_1d(rng, w, 3 + near, 6, 0.5))
        top = (0.44 + 0.43 * near**1.05 - (0.085 + 0.02 * near) * ridged) * h
        ground = top
        if layer >= layers - 2:
            sizes = (0.022, 0.05, 0.013) if layer == layers - 2 else (0.05, 0.125, 0.028)
            top = pines(rng, w, top, h, *sizes)
        colour = gradient(np.array(near), (0, "#dcb2ae"), (0.3, "#9d93ad"), (0.6, "#5c6d8d"), (0.85, "#2b4259"), (1, "#142632"))
        haze = gradient(np.array(near), (0, "#fad9b8"), (0.5, "#c3b3bb"), (1, "#5b7484"))
        depth = (np.arange(h)[:, None] - ground[None, :]) / h
        fog = smoothstep(0.0, 0.20, depth + 0.03 * noise_2d(rng, w, h, 4, 6, 4)) * (0.85 - 0.35 * near)
        face = mix(np.broadcast_to(colour, image.shape), haze, fog)
        glow = np.exp(-(((x - 0.92) / 0.5) ** 2)) * (1 - near) * 0.14
        image = mix(image, face + glow[..., None] * rgb("#ffc890"), below(top, h))
    return image


def dunes(rng, w, h):
    size = 1024
    # Ridges with one gentle and one steep side, bent by noise, on a periodic field.
    v, u = np.mgrid[0:size, 0:size] / size
    bend = noise_2d(rng, size, size, 3, 3, 4, 0.42)
    phase = v * 6.0 + 2.6 * u + 0.85 * bend
    saw = phase - np.floor(phase)
    wave = np.where(saw < 0.72, np.sin(saw / 0.72 * math.pi / 2) ** 1.6, np.abs(np.cos((saw - 0.72) / 0.28 * math.pi / 2)) ** 1.2)
    field = wave * (0.55 + 0.45 * noise_2d(rng, size, size, 3, 4, 2)) + 0.9 * noise_2d(rng, size, size, 2, 2, 2)
    field = soften(soften(field)) * 0.19

    def bilinear(grid, gx, gy):
        gx, gy = np.clip(gx, 0, size - 2), np.clip(gy, 0, size - 2)
        i, j = gx.astype(int), gy.astype(int)
        fx, fy = gx - i, gy - j
        return (grid[j, i] * (1 - fx) + grid[j, i + 1] * fx) * (1 - fy) + (grid[j + 1, i] * (1 - fx) + grid[j + 1, i + 1] * fx) * fy

    dy, dx = np.gradient(field, 1 / size * 6)
    normal = np.stack([-dx, -dy, np.ones_like(dx)], -1)
    normal /= np.linalg.norm(normal, axis=-1, keepdims=True)
    sun = np.array([-0.80, 0.62, 0.34])
    lit = np.clip(normal @ (sun / np.linalg.norm(sun)), 0, 1)
    ripple = np.sin((v * 5.0 + 1.4 * u + 0.5 * bend) * 2 * math.pi * 34) * 0.022 * smoothstep(0.05, 0.5, lit)

    _, y = plane(w, h)
    image = gradient(y, (0, "#3f78b5"), (0.2, "#86b3d6"), (0.36, "#f1d9b5"), (0.5, "#f7d6a1"))
    wisps = noise_2d(rng, w, h, 2, 12, 6)
    image = mix(image, rgb("#fff1df"), np.clip(wisps - 0.1, 0, 1) * smoothstep(0.4, 0.05, y) * 0.6)

    horizon, eye = 0.30 * h, 0.52
    ceiling = np.full(w, h)
    columns = np.arange(w)
    for z in np.geomspace(0.22, 5.6, 1500):
        gx = ((columns - w / 2) / h * z / 5.6 * 0.72 + 0.5) * size
        gy = np.full(w, (1 - z / 5.7) * size)
        top = (horizon + (eye - bilinear(field, gx, gy)) / z * h * 0.8).astype(int)
        rows = np.clip(np.minimum(top, ceiling), 0, h)
        raised = np.flatnonzero(rows < ceiling)
        if len(raised) == 0:
            continue
        light = bilinear(lit, gx, gy) + bilinear(ripple, gx, gy) * max(0, 1 - z / 2.2)
        colour = gradient(light, (0, "#5b2a2b"), (0.3, "#9c4f31"), (0.55, "#d98b48"), (0.8, "#f3bf77"), (1, "#ffdf9f"))
        colour = mix(colour, rgb("#f2cfa6"), smoothstep(0.8, 5.6, z) * 0.72)
        lengths = ceiling[raised] - rows[raised]
        where_x = np.repeat(raised, lengths)
        where_y = np.arange(lengths.sum()) - np.repeat(np.cumsum(lengths) - lengths, lengths) + np.repeat(rows[raised], lengths)
        image[where_y, where_x] = colour[where_x]
        ceiling = np.minimum(ceiling, rows)
    return image


def night_sky_colour(elevation):
    return gradient(elevation, (0, "#7f8fa6"), (0.06, "#5b7396"), (0.2, "#2e4a74"), (0.5, "#14264a"), (1.0, "#070f26"))


def moonlit_sea(rng, w, h):
    x, y = plane(w, h)
    horizon, moon_x, moon_y = 0.56, 0.82, 0.22
    image = night_sky_colour(np.clip(horizon - y, 0, None) / horizon * 0.9)
    image += (stars(rng, w, h, 650, 0.5) * smoothstep(0.5, 0.1, y) * 0.8)[..., None]
    moon = np.hypot(x - moon_x, y - moon_y)
    glow = np.exp(-((moon / 0.30) ** 1.1)) * 0.38 + np.exp(-((moon / 0.085) ** 2)) * 0.30
    image += glow[..., None] * rgb("#b9cdea")
    seas = noise_2d(rng, w, h, 16, 12, 4)
    disc = gradient(np.clip(0.75 + 0.22 * seas, 0, 1), (0, "#c9cbd0"), (1, "#fffdf2"))
    image = mix(image, disc, smoothstep(0.0485, 0.0465, moon))
    bank = noise_2d(rng, w, h, 3, 16, 6)
    cloud = smoothstep(0.0, 1.0, bank + 0.2) * smoothstep(0.0, 0.35, y) * smoothstep(0.58, 0.40, y)
    shine = gradient(np.exp(-moon / 0.35), (0, "#22365a"), (0.4, "#5a7297"), (1, "#dfe8f2"))
    image = mix(image, shine, cloud * 0.62)

    for depth, colour, rise, cells in ((0, "#42597c", 0.045, 3.0), (1, "#22344f", 0.07, 2.2)):
        hill = noise_1d(rng, w, cells, 7, 0.5)
        place = np.linspace(0, 1, w)
        land = smoothstep(0.55, 0.95, place) if depth else smoothstep(0.62, 0.05, place)
        top = (horizon + 0.012 - rise * land * (0.75 + 0.35 * hill)) * h
        image = mix(image, rgb(colour), below(top, h))

    # The sea is a sum of waves in perspective. Each pixel mirrors the part of the sky that it points at.
    rows = np.arange(int(horizon * h), h)
    down = (rows / h - horizon + 0.0025)[:, None]
    far = 0.10 / down
    across = (np.arange(w)[None, :] / h - moon_x) * far * 9
    along = far * 14
    slope_x, slope_y = np.zeros(across.shape), np.zeros(across.shape)
    footprint_x, footprint_y = far * 9 / h, 0.10 / down**2 * 14 / h
    for _ in range(46):
        angle = rng.normal(math.pi / 2, 0.75)
        number = 2 * math.pi / (rng.uniform(0.10, 1.0) ** 1.5 * 1.3)
        kx, ky = number * math.cos(angle), number * math.sin(angle)
        seen = np.exp(-((kx * footprint_x) ** 2 + (ky * footprint_y) ** 2) / 6)
        wave = np.cos(kx * across + ky * along + rng.uniform(0, 2 * math.pi)) * seen * 0.026
        slope_x += wave * math.cos(angle)
        slope_y += wave * math.sin(angle)
    elevation = np.clip(down * 0.55 + 1.7 * slope_y + 0.10, 0.085, 1)
    sea = night_sky_colour(elevation) * 0.60 + rgb("#0a2233") * 0.30
    aside = (np.arange(w)[None, :] / h - moon_x) + slope_x * 2.2
    spread = 0.030 + 0.11 * (down / 0.44)
    reach = slope_y * 8.5 - 0.10
    sparkle = np.exp(-((aside / spread) ** 2)) * (0.30 + 1.5 * smoothstep(-0.15, 0.75, reach)) * smoothstep(0.60, 0.05, down)
    sea += sparkle[..., None] * rgb("#e3e9e2") * 0.75
    haze = np.exp(-down / 0.018) * 0.45
    image[rows] = mix(sea, np.broadcast_to(rgb("#8ba0b8"), sea.shape), np.broadcast_to(haze, sea.shape[:2]))
    return image


def aurora(rng, w, h):
    x, y = plane(w, h)
    shore = 0.70
    image = gradient(y, (0, "#050a1f"), (0.35, "#0b1d3a"), (0.6, "#15405a"), (0.7, "#2a6470"))
    image += (stars(rng, w, h, 1500, 0.68) * 0.9)[..., None]
    band = np.zeros((h, w))
    for strength, base, sway, length in ((0.75, 0.50, 0.10, 0.20), (1.0, 0.44, 0.17, 0.30), (0.5, 0.30, 0.12, 0.24)):
        foot = base + sway * noise_1d(rng, w, 2.2, 3, 0.42)
        folds = noise_1d(rng, w, 9, 3, 0.6)
        rays = 0.62 + 0.42 * noise_1d(rng, w, 46, 3, 0.62) * (0.6 + 0.4 * folds)
        fade = smoothstep(-1.0, 0.7, noise_1d(rng, w, 2.4, 2))
        rise = foot[None, :] - y
        tall = length * (0.75 + 0.35 * noise_1d(rng, w, 12, 3))[None, :]
        curtain = np.where(rise > 0, np.exp(-rise / tall * 1.6), np.exp(rise / 0.016))
        curtain *= np.clip(rays, 0, 1.5)[None, :] * fade[None, :] * strength
        tint = gradient(np.clip(rise / tall * 0.62, 0, 1), (0, "#8dffb0"), (0.22, "#35e69a"), (0.5, "#27b7a8"), (0.8, "#7a5fd0"), (1, "#b04fc0"))
        image += curtain[..., None] * tint * 0.78
        band += curtain
    image += (np.exp(-(((y - 0.62) / 0.16) ** 2)) * 0.10)[..., None] * rgb("#5fffc0")

    for base, colour, rough in ((0.66, "#123443", 0.055), (0.685, "#0a222d", 0.03)):
        top = (base - rough * np.abs(noise_1d(rng, w, 3.2, 7, 0.5))) * h
        image = mix(image, rgb(colour), below(top, h))
    bank = np.full(w, (shore - 0.006) * h) - np.abs(noise_1d(rng, w, 5, 4)) * 0.006 * h
    image = mix(image, rgb("#06141a"), below(pines(rng, w, bank, h, 0.02, 0.07, 0.011), h))

    # The lake mirrors the sky. The lake is darker than the sky, and its ripples grow towards the viewer.
    rows = np.arange(int(shore * h), h)
    offset = (rows - rows[0]) / h
    shake = noise_2d(rng, w, len(rows), 10, 70, 4) * (2 + 60 * offset[:, None]) * h / 2134
    source_y = np.clip(2 * rows[0] - rows[:, None] * 1.0 - 2 + shake * 1.6, 0, rows[0] - 1).astype(int)
    source_x = np.clip(np.arange(w)[None, :] + shake * 0.35, 0, w - 1).astype(int)
    lake = image[source_y, source_x] * 0.66 + rgb("#06222c") * 0.22
    image[rows] = lake
    # The near trees stand on the banks at both sides, which become lower towards the middle.
    edge = np.linspace(0, 1, w)
    banks = (0.99 + 0.55 * smoothstep(0.02, 0.40, edge) * smoothstep(1.0, 0.70, edge) + noise_1d(rng, w, 4, 5) * 0.01) * h
    frame = pines(rng, w, banks, h, 0.14, 0.36, 0.045)
    return mix(image, rgb("#03090e"), below(frame, h))


def city_at_dusk(rng, w, h):
    x, y = plane(w, h)
    water = 0.66
    image = gradient(y, (0, "#1d2b5c"), (0.22, "#4d4a86"), (0.40, "#a8637f"), (0.53, "#ee9268"), (0.62, "#ffc67d"))
    streaks = noise_2d(rng, w, h, 2, 18, 6)
    image = mix(image, gradient(y, (0, "#54508c"), (0.3, "#d5788a"), (0.6, "#ffd9a0")), np.clip(streaks - 0.05, 0, 1) * 0.7 * smoothstep(0.62, 0.3, y))
    glow = np.hypot((x - 0.55) * 0.7, y - 0.62)
    image += (np.exp(-((glow / 0.30) ** 2)) * 0.26)[..., None] * rgb("#ffb765")

    foot = int(water * h)
    for layer, (tint, tall, lit) in enumerate((("#a4647a", 0.20, 0.0), ("#5f4570", 0.30, 0.16), ("#2a2649", 0.40, 0.30))):
        left = -0.02
        while left < w / h + 0.02:
            width = rng.uniform(0.026, 0.066) * (1 + 0.18 * layer)
            middle = left + width / 2
            centre = 0.45 + 0.75 * math.exp(-(((middle - (0.38, 1.05, 0.72)[layer]) / 0.34) ** 2))
            height = tall * rng.uniform(0.35, 0.95) * centre
            x0, x1 = int(left * h), int((left + width) * h)
            y0 = int((water - height) * h)
            a, b = max(x0, 0), min(x1, w)
            if b - a > 4:
                shade = np.linspace(1.10, 0.86, b - a)[None, :, None]
                rise = np.linspace(0, 1, foot - y0)[:, None, None]
                body = (rgb(tint) * shade) * (1 - 0.22 * rise) + rgb("#ffb070") * 0.13 * rise * (1 - 0.28 * layer)
                image[y0:foot, a:b] = body
                if rng.random() < 0.45:
                    crown = int(rng.uniform(0.25, 0.6) * (b - a))
                    lift = int(rng.uniform(0.008, 0.03) * h)
                    image[y0 - lift : y0, a + (b - a - crown) // 2 : a + (b - a + crown) // 2] = rgb(tint)
                if rng.random() < 0.30 and layer:
                    mast = (a + b) // 2
                    lift = int(rng.uniform(0.02, 0.06) * h)
                    image[y0 - lift : y0, mast - 1 : mast + 2] = rgb(tint)
                    if layer == 2:
                        image[y0 - lift - 3 : y0 - lift + 3, mast - 2 : mast + 3] = rgb("#ff6a5a")
                if lit:
                    cell_x, cell_y = int(0.0068 * h), int(0.0098 * h)
                    warm = rgb("#ffd68a") if rng.random() < 0.72 else rgb("#cfe2ff")
                    habit = rng.uniform(0.3, 1.5) * lit
                    for wy in range(y0 + cell_y, foot - cell_y, cell_y):
                        for wx in range(a + cell_x // 2, b - cell_x, cell_x):
                            if rng.random() < habit:
                                image[wy : wy + cell_y - 9, wx : wx + cell_x - 6] = warm * rng.uniform(0.55, 1.05)
            left += width * rng.uniform(0.80, 1.15)

    bright = np.clip(image[:foot] - 0.62, 0, 1)
    halo = np.asarray(Image.fromarray((np.clip(bright, 0, 1) * 255).astype(np.uint8)).filter(ImageFilter.GaussianBlur(0.009 * h)), dtype=float) / 255
    image[:foot] += halo * 0.45 * smoothstep(0.1, 0.5, y[:foot])[..., None]

    rows = np.arange(foot, h)
    offset = (rows - foot) / h
    ripples = noise_2d(rng, w, len(rows), 9, 60, 5) * (3 + 105 * offset[:, None])
    source_y = np.clip(2 * foot - rows[:, None] - 3 + ripples * 2.4 * h / 2134, 0, foot - 1).astype(int)
    source_x = np.clip(np.arange(w)[None, :] + ripples * 0.16 * h / 2134, 0, w - 1).astype(int)
    mirror = image[source_y, source_x]
    soft = Image.fromarray((np.clip(mirror, 0, 1) * 255).astype(np.uint8)).filter(ImageFilter.BoxBlur((1, int(0.006 * h))))
    mirror = np.asarray(soft, dtype=float) / 255
    image[foot:] = mirror * gradient(offset / 0.34, (0, "#d8ccd6"), (1, "#8f88b4"))[:, None] + rgb("#101a3c") * 0.12
    quay = smoothstep(0.0045, 0.001, np.abs(y - water))
    return mix(image, rgb("#17162e"), quay * 0.9)


def dahlia(rng, w, h):
    x, y = plane(w, h)
    image = gradient(np.clip(y * 0.8 + x * 0.25, 0, 1), (0, "#d7c784"), (0.35, "#7fa06a"), (0.7, "#2f6658"), (1, "#123a3d"))
    image += noise_2d(rng, w, h, 3, 2, 3)[..., None] * 0.06
    canvas = Image.fromarray((np.clip(image, 0, 1) * 255).astype(np.uint8))
    bokeh = Image.new("RGBA", canvas.size)
    for _ in range(46):
        radius = rng.uniform(0.02, 0.085) * h
        px, py = rng.uniform(0, w), rng.uniform(0, h)
        colour = ["#f6e3a1", "#f4b6a0", "#e98aa6", "#bfe0b0", "#fff4d0"][rng.integers(5)]
        spot = Image.new("RGBA", canvas.size)
        ImageDraw.Draw(spot).ellipse((px - radius, py - radius, px + radius, py + radius), fill=(*(rgb(colour) * 255).astype(int), int(rng.uniform(18, 62))))
        bokeh = Image.alpha_composite(bokeh, spot)
    canvas.paste(bokeh.filter(ImageFilter.GaussianBlur(0.006 * h)), (0, 0), bokeh.filter(ImageFilter.GaussianBlur(0.006 * h)))

    def flower(cx, cy, radius, count, palette, spin):
        """Draws petals at the golden angle, from the outermost inwards. Each petal is shaded in both directions."""
        layer = Image.new("RGBA", canvas.size)
        for k in range(count, 0, -1):
            out = math.sqrt(k / count)
            angle = k * math.radians(137.50776) + spin
            length, breadth = radius * (0.20 + 0.30 * out), radius * (0.055 + 0.105 * out)
            start = radius * 0.58 * out**1.25
            draw = ImageDraw.Draw(layer)
            for step in range(14):
                inner = step / 13
                t = np.linspace(0, 1, 22)
                outline = breadth * np.sin(math.pi * t**0.82) ** 0.8 * (1 - inner) ** 0.85
                reach = start + length * (inner * 0.10 + t * (1 - 0.16 * inner))
                dx, dy = math.cos(angle), math.sin(angle)
                one = [(cx + r * dx - o * dy, cy + (r * dy + o * dx) * 0.94) for r, o in zip(reach, outline)]
                two = [(cx + r * dx + o * dy, cy + (r * dy - o * dx) * 0.94) for r, o in zip(reach, outline)]
                light = 0.97 + 0.13 * (-dx * 0.5 - dy * 0.8) - 0.16 * (1 - out)
                tone = gradient(np.array(inner**0.7), (0, palette[0]), (0.45, palette[1]), (1, palette[2])) * light
                draw.polygon(one + two[::-1], fill=tuple(int(v) for v in np.clip(tone * 255, 0, 255)) + (255,))
        draw = ImageDraw.Draw(layer)
        for k in range(90, 0, -1):
            angle, out = k * math.radians(137.50776), radius * 0.135 * math.sqrt(k / 90)
            px, py, r = cx + out * math.cos(angle), cy + out * math.sin(angle) * 0.94, radius * 0.0125
            tone = gradient(np.array(k / 90), (0, "#8a4a1c"), (0.5, "#e2a032"), (1, "#ffdc7a"))
            draw.ellipse((px - r * 1.3, py - r * 1.1, px + r * 1.3, py + r * 1.7), fill=(110, 34, 40, 255))
            draw.ellipse((px - r, py - r, px + r, py + r), fill=tuple(int(v * 255) for v in tone) + (255,))
        return layer

    def lay(cx, cy, radius, count, palette, spin, blur):
        bloom = flower(cx * h, cy * h, radius * h, count, palette, spin)
        if blur:
            bloom = bloom.convert("RGBa").filter(ImageFilter.GaussianBlur(blur * h)).convert("RGBA")
        shadow = Image.new("L", canvas.size)
        shadow.paste(bloom.getchannel("A").point(lambda a: int(a * 0.42)), (int(0.012 * h), int(0.022 * h)))
        canvas.paste((8, 26, 30), (0, 0, w, h), shadow.filter(ImageFilter.GaussianBlur(0.03 * h)))
        canvas.paste(bloom, (0, 0), bloom)

    lay(0.18, 0.24, 0.20, 120, ("#a8485e", "#e79a8c", "#f8d3b4"), 0.3, 0.018)
    lay(1.36, 0.80, 0.25, 140, ("#a86a2c", "#edb65c", "#fde9ac"), 1.1, 0.013)
    lay(1.34, 0.14, 0.15, 100, ("#8a3f73", "#d98fb4", "#f6d2de"), 2.0, 0.022)
    lay(0.70, 0.54, 0.385, 190, ("#9c1f4b", "#e2557a", "#ffc2bd"), 0.0, 0)
    image = np.asarray(canvas, dtype=float) / 255
    vignette = np.hypot((x - 0.72) / 1.25, y - 0.5)
    return image * (1.04 - 0.34 * vignette**2)[..., None]


def balloon(rng, w, h):
    """Returns a picture in portrait format: the width is 0.714 of the height."""
    x, y = plane(w, h)
    image = gradient(y, (0, "#3d7fc4"), (0.35, "#84b9df"), (0.6, "#f3d9b8"), (0.72, "#f9c793"))
    puffs = noise_2d(rng, w, h, 3, 9, 6)
    image = mix(image, rgb("#fff4e6"), np.clip(puffs, 0, 1) * 0.65 * smoothstep(0.66, 0.25, y))
    for layer in range(5):
        near = layer / 4
        top = (0.66 + 0.26 * near - 0.05 * noise_1d(rng, w, 2 + near, 6, 0.42)) * h
        ground = top
        if layer == 4:
            top = pines(rng, w, top, h, 0.018, 0.05, 0.011)
        colour = gradient(np.array(near), (0, "#c9b3b4"), (0.5, "#7d9a8e"), (1, "#23453c"))
        depth = (np.arange(h)[:, None] - ground[None, :]) / h
        fog = smoothstep(0.0, 0.11, depth) * (0.8 - 0.5 * near)
        image = mix(image, mix(np.broadcast_to(colour, image.shape), rgb("#f7dcb9"), fog), below(top, h))

    def fly(cx, cy, radius, colours, haze):
        nonlocal image
        u, v = (x - cx) / radius, (y - cy) / radius
        taper = 0.19 + 0.81 * np.cos(np.clip(v / 1.28, 0, 1) * math.pi / 2) ** 0.95
        half = np.where(v < 0, np.sqrt(np.clip(1 - v**2, 0, 1)), np.where(v > 1.28, 0, taper))
        across = np.clip(u / np.maximum(half, 1e-4), -1, 1)
        longitude = np.arcsin(across)
        gores = np.floor((longitude / math.pi + 0.5) * 12 - 1e-6).astype(int) % len(colours)
        base = np.array([rgb(c) for c in colours])[gores]
        band = (np.abs(v + 0.16 * np.sqrt(1 - across**2) - 0.24) < 0.13)[..., None]
        base = np.where(band, mix(base, rgb("#fff6e0"), 0.80), base)
        seam = np.abs(((longitude / math.pi + 0.5) * 12) % 1 - 0.5)
        light = 0.62 + 0.48 * np.clip(-0.55 * across - 0.35 * v + 0.62 * np.sqrt(1 - across**2), 0, 1.1)
        light *= 1 - 0.10 * smoothstep(0.40, 0.5, seam)
        cover = smoothstep(0, 1.5 / (radius * h), half - np.abs(u)) * (half > 0)
        image = mix(image, mix(base * light[..., None], rgb("#f3dcc0"), haze), cover)
        rope = np.abs(np.abs(u) - 0.17 + 0.10 * (v - 1.28))
        image = mix(image, mix(rgb("#4b3424"), rgb("#f3dcc0"), haze), smoothstep(0.012, 0.006, rope) * (v > 1.2) * (v < 1.62))
        basket = smoothstep(0.145, 0.138, np.abs(u)) * smoothstep(1.59, 1.60, v) * smoothstep(1.80, 1.79, v)
        weave = rgb("#8a5a34") * (0.78 + 0.22 * (np.sin(v * 260) > 0))[..., None] * (1.05 - 0.9 * np.clip(u, -0.1, 0.15))[..., None]
        image = mix(image, mix(weave, rgb("#f3dcc0"), haze), basket)

    fly(0.56, 0.50, 0.042, ("#d65a5a", "#f0e2c0"), 0.38)
    fly(0.14, 0.60, 0.026, ("#4f86b0", "#f0e2c0"), 0.55)
    fly(0.33, 0.285, 0.168, ("#d8433f", "#f2a33c", "#f6d35b", "#2f7f8f"), 0.0)
    return image


# Avatars: RGBA drawings in a circle, on a transparent background


def disc(size, inner, outer):
    x, y = plane(size, size)
    colour = gradient(np.clip(np.hypot(x - 0.42, y - 0.34) / 0.75, 0, 1), (0, inner), (1, outer))
    return Image.fromarray((colour * 255).astype(np.uint8)).convert("RGBA")


def in_circle(picture, size):
    mask = Image.new("L", (size, size))
    ImageDraw.Draw(mask).ellipse((0.04 * size, 0.04 * size, 0.96 * size, 0.96 * size), fill=255)
    shown = Image.new("RGBA", (size, size))
    shown.paste(picture, (0, 0), mask)
    return shown


def mirrored(draw, size, points, fill):
    for side in (1, -1):
        draw.polygon([((0.5 + side * (px - 0.5)) * size, py * size) for px, py in points], fill=fill)


def blob(draw, size, cx, cy, rx, ry, fill):
    draw.ellipse(((cx - rx) * size, (cy - ry) * size, (cx + rx) * size, (cy + ry) * size), fill=fill)


def fox(size):
    picture = disc(size, "#a8dcd4", "#3f8f97")
    draw = ImageDraw.Draw(picture)
    mirrored(draw, size, [(0.5, 0.74), (0.82, 1.05), (0.5, 1.1)], "#d9662b")
    mirrored(draw, size, [(0.56, 0.36), (0.83, 0.14), (0.80, 0.52)], "#c9531f")
    mirrored(draw, size, [(0.62, 0.36), (0.79, 0.22), (0.775, 0.46)], "#4a2a24")
    mirrored(draw, size, [(0.5, 0.30), (0.66, 0.33), (0.80, 0.50), (0.86, 0.64), (0.5, 0.86)], "#ea7a35")
    mirrored(draw, size, [(0.5, 0.30), (0.5, 0.56), (0.585, 0.36)], "#f59a52")
    mirrored(draw, size, [(0.86, 0.64), (0.66, 0.60), (0.545, 0.70), (0.5, 0.80), (0.5, 0.88)], "#fff3e4")
    mirrored(draw, size, [(0.5, 0.52), (0.56, 0.70), (0.5, 0.86)], "#f7c9a0")
    for side in (1, -1):
        blob(draw, size, 0.5 + side * 0.155, 0.555, 0.034, 0.040, "#2b1c1e")
        blob(draw, size, 0.5 + side * 0.155 + 0.010, 0.542, 0.011, 0.012, "#ffffff")
    blob(draw, size, 0.5, 0.815, 0.048, 0.036, "#2b1c1e")
    blob(draw, size, 0.488, 0.803, 0.014, 0.008, "#7a6668")
    return in_circle(picture, size)


def owl(size):
    picture = disc(size, "#fbd9a4", "#dd7f6b")
    draw = ImageDraw.Draw(picture)
    mirrored(draw, size, [(0.56, 0.30), (0.79, 0.15), (0.76, 0.48)], "#43355f")
    blob(draw, size, 0.5, 0.74, 0.335, 0.50, "#574679")
    blob(draw, size, 0.5, 0.93, 0.215, 0.27, "#efdcc8")
    for row in range(4):
        for k in range(-3 + row % 2, 4, 2):
            blob(draw, size, 0.5 + k * 0.043, 0.75 + row * 0.058, 0.022, 0.022, "#cfae98")
    for side in (1, -1):
        blob(draw, size, 0.5 + side * 0.135, 0.465, 0.158, 0.158, "#7d6aa6")
    for side in (1, -1):
        blob(draw, size, 0.5 + side * 0.130, 0.465, 0.122, 0.122, "#fff8ec")
        blob(draw, size, 0.5 + side * 0.118, 0.470, 0.076, 0.076, "#f0a83a")
        blob(draw, size, 0.5 + side * 0.114, 0.472, 0.047, 0.047, "#251b33")
        blob(draw, size, 0.5 + side * 0.114 + 0.017, 0.454, 0.015, 0.015, "#ffffff")
    mirrored(draw, size, [(0.5, 0.52), (0.542, 0.555), (0.5, 0.645)], "#f2b04a")
    return in_circle(picture, size)


# Finishing


def develop(scene, seed, width, height, grain=0.0055):
    rng = np.random.default_rng(seed)
    image = np.clip(scene(rng, width * SUPER, height * SUPER), 0, 1)
    large = Image.fromarray((image * 255 + 0.5).astype(np.uint8))
    small = np.asarray(large.resize((width, height), Image.Resampling.BOX), dtype=float) / 255
    speckle = soften(rng.normal(0, 1, (height, width)))
    shadows = 1.0 - 0.5 * np.abs(small.mean(axis=-1) * 2 - 1)
    small = small + (speckle * shadows * grain * 2)[..., None]
    return Image.fromarray((np.clip(small, 0, 1) * 255 + 0.5).astype(np.uint8))


LANDSCAPES = {
    "misty-mountains": (misty_mountains, 11),
    "dunes": (dunes, 22),
    "moonlit-sea": (moonlit_sea, 33),
    "aurora": (aurora, 44),
    "city-at-dusk": (city_at_dusk, 55),
    "dahlia": (dahlia, 66),
}
AVATARS = {"fox": fox, "owl": owl}
QUALITY = 80


def main(names):
    (MEDIA / "photos").mkdir(parents=True, exist_ok=True)
    (MEDIA / "avatars").mkdir(parents=True, exist_ok=True)
    for name, (scene, seed) in LANDSCAPES.items():
        if not names or name in names:
            develop(scene, seed, 1600, 1067).save(MEDIA / "photos" / f"{name}.jpg", quality=QUALITY, optimize=True, progressive=True)
    if not names or "balloon" in names:
        # Store the picture rotated, as a camera that is held upright does. Orientation 6 means "rotate clockwise to
        # view".
        exif = Image.Exif()
        exif[0x0112] = 6
        portrait = develop(balloon, 77, 1000, 1400).transpose(Image.Transpose.ROTATE_90)
        portrait.save(MEDIA / "photos" / "balloon.jpg", quality=QUALITY, optimize=True, progressive=True, exif=exif)
    for name, draw in AVATARS.items():
        if not names or name in names:
            picture = draw(2048).convert("RGBa").resize((512, 512), Image.Resampling.BOX).convert("RGBA")
            picture.save(MEDIA / "avatars" / f"{name}.png", optimize=True)
    total = sum(path.stat().st_size for path in MEDIA.glob("[ap]*/*.*"))
    print(f"{total / 1000:.0f} kB in {MEDIA}")


if __name__ == "__main__":
    main(sys.argv[1:])
