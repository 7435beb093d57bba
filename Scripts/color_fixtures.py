#!/usr/bin/env python3
"""Writes the sources of ColorTruthTests and their sRGB colours to Tests/Fixtures/colors/.

usage: Scripts/color_fixtures.py      (needs numpy, Pillow with littleCMS, and libvips for its default CMYK profile)

Every source is a row of patches of 16 × 16 pixels. For each source, expected.json has the sRGB colours of its patches. They do not
come from libvips: they are the original colours if those were sRGB, and otherwise the result of Pillow's ImageCms with the same
profile. The script makes all profiles:

- Display P3 (SMPTE EG 432-1, with the curve of IEC 61966-2-1)
- a four-colour press, after Neugebauer
- XYB, as JPEG XL defines it (ISO/IEC 18181-1, Annex L), as the lookup table that jpegli embeds in its XYB JPEGs
"""
import ctypes
import ctypes.util
import io
import json
import struct
import zlib
from itertools import product
from pathlib import Path

import numpy as np
from PIL import Image, ImageCms

FOLDER = Path(__file__).resolve().parent.parent / "Tests" / "Fixtures" / "colors"
PATCH = 16
SRGB = [(200, 100, 50), (60, 120, 180), (128, 128, 128), (30, 60, 40), (230, 220, 180), (90, 140, 60), (250, 250, 250), (12, 12, 16)]
INKS = [(0, 0, 0, 0), (255, 0, 0, 0), (0, 255, 0, 0), (0, 0, 255, 0), (0, 0, 0, 255), (0, 200, 100, 30), (90, 60, 60, 20), (40, 0, 120, 0)]

SRGB_TO_XYZ_D50 = np.array([[0.4360747, 0.3850649, 0.1430804], [0.2225045, 0.7168786, 0.0606169], [0.0139322, 0.0971045, 0.7141733]])
P3_TO_XYZ_D50 = np.array([[0.5151187, 0.2919778, 0.1571035], [0.2411892, 0.6922441, 0.0665668], [-0.0010505, 0.0418791, 0.7840713]])
D50 = (0.9642, 1.0, 0.8249)


# ICC profiles


def fixed(*numbers):
    return b"".join(struct.pack(">i", round(number * 65536)) for number in numbers)


def profile(kind, space, pcs, tags, version=4):
    """Returns a profile (ICC.1:2010, 7) of (signature, data) tags."""
    offset, table, body = 128 + 4 + 12 * len(tags), b"", b""
    for name, data in tags:
        table += name + struct.pack(">II", offset + len(body), len(data))
        body += data + b"\0" * (-len(data) % 4)
    size = offset + len(body)
    header = struct.pack(">I4sI4s4s4s", size, b"\0\0\0\0", version << 24, kind, space, pcs)
    header += struct.pack(">6H", 2026, 1, 1, 0, 0, 0) + b"acsp" + b"\0" * 28 + fixed(*D50) + b"\0" * 48
    return header + struct.pack(">I", len(tags)) + table + body


def of_libvips(name):
    """Returns a built-in profile of libvips."""
    vips, blob, size = ctypes.CDLL(ctypes.util.find_library("vips")), ctypes.c_void_p(), ctypes.c_size_t()
    vips.vips_blob_get.restype = ctypes.c_void_p
    if vips.vips_init(b"") or vips.vips_profile_load(name, ctypes.byref(blob), None):
        raise SystemExit("libvips has no such profile")
    return ctypes.string_at(vips.vips_blob_get(blob, ctypes.byref(size)), size.value)


def described(name):
    text = name.encode("utf-16-be")
    return [
        (b"desc", b"mluc\0\0\0\0" + struct.pack(">II2s2sII", 1, 12, b"en", b"US", len(text), 28) + text),
        (b"cprt", b"mluc\0\0\0\0" + struct.pack(">II2s2sII", 1, 12, b"en", b"US", 0, 28)),
        (b"wtpt", b"XYZ \0\0\0\0" + fixed(*D50)),
    ]


def display_p3():
    curve = b"para\0\0\0\0" + struct.pack(">HH", 3, 0) + fixed(2.4, 1 / 1.055, 0.055 / 1.055, 1 / 12.92, 0.04045)
    primaries = [(tag, b"XYZ \0\0\0\0" + fixed(*P3_TO_XYZ_D50[:, k])) for k, tag in enumerate((b"rXYZ", b"gXYZ", b"bXYZ"))]
    return profile(b"mntr", b"RGB ", b"XYZ ", described("Display P3") + primaries + [(tag, curve) for tag in (b"rTRC", b"gTRC", b"bTRC")])


def grey_of_a_mac():
    """Returns a profile with gamma 1.8, as on old Macintosh computers."""
    return profile(b"mntr", b"GRAY", b"XYZ ", described("Gamma 1.8") + [(b"kTRC", b"curv\0\0\0\0" + struct.pack(">IH", 1, round(1.8 * 256)))])


def press():
    """Returns the Lab value of inks after Neugebauer: a weighted mean of the 16 solid overprints, with approximate values for coated paper."""
    paper, black = np.array([93.0, 0, -2]), np.array([16.0, 0, 0])
    solid = {(0, 0, 0): paper, (1, 0, 0): [55, -36, -48], (0, 1, 0): [48, 73, -4], (0, 0, 1): [88, -5, 91], (1, 1, 0): [24, 18, -45],
             (1, 0, 1): [50, -66, 26], (0, 1, 1): [47, 67, 47], (1, 1, 1): [23, 0, 0]}
    grid, table = 5, b""
    for inks in product(np.linspace(0, 1, grid), repeat=4):
        lab = np.zeros(3)
        for dots in product((0, 1), repeat=4):
            share = np.prod([ink if dot else 1 - ink for ink, dot in zip(inks, dots)])
            color = np.array(solid[dots[:3]], float)
            lab += share * (color * 0.2 + black * 0.6 if dots[3] else color)
        table += struct.pack(">3H", round(lab[0] * 652.8), round((lab[1] + 128) * 256), round((lab[2] + 128) * 256))
    line = struct.pack(">2H", 0, 65535)
    lut = b"mft2\0\0\0\0" + struct.pack(">4B", 4, 3, grid, 0) + fixed(1, 0, 0, 0, 1, 0, 0, 0, 1) + struct.pack(">HH", 2, 2)
    lut += line * 4 + table + line * 3
    return profile(b"prtr", b"CMYK", b"Lab ", described("A press of this script") + [(b"A2B0", lut), (b"A2B1", lut)], version=2)


# XYB

OPSIN = np.array([[0.30, 0.622, 0.078], [0.23, 0.692, 0.078], [0.24342268924547819, 0.20476744424496821, 0.5518098665095536]])
BIAS = 0.0037930732552754493
OFFSET, SCALE = np.array([0.015386134, 0.0, 0.27770459]), np.array([22.995788804, 1.183000077, 1.502141333])


def linear(samples):
    values = np.asarray(samples, float) / 255
    return np.where(values <= 0.04045, values / 12.92, ((values + 0.055) / 1.055) ** 2.4)


def xyb(samples):
    """Returns the samples of an XYB JPEG, 0 to 1, for samples of sRGB."""
    l, m, s = np.moveaxis(np.cbrt(linear(samples) @ OPSIN.T + BIAS) - np.cbrt(BIAS), -1, 0)
    x, y = (l - m) / 2, (l + m) / 2
    return (np.stack([x, y, s - y], -1) + OFFSET) * SCALE


def xyb_profile():
    corners = np.array(list(product((0, 1), repeat=3))) / SCALE - OFFSET
    x, y, b = corners.T
    lms = np.stack([y + x, y - x, b + y], -1)
    low, high = lms.min(0), lms.max(0)
    clut = bytes((2, 2, 2)) + b"\0" * 13 + bytes((2, 0, 0, 0))
    clut += b"".join(struct.pack(">3H", *np.round(row * 65535).astype(int)) for row in (lms - low) / (high - low))
    same = (b"curv\0\0\0\0" + struct.pack(">I", 0)) * 3
    cubes = b"".join(
        b"para\0\0\0\0" + struct.pack(">HH", 4, 0) + fixed(3, high[k] - low[k], low[k] + np.cbrt(BIAS), 0, 0, -BIAS, 0) for k in range(3)
    )
    # 1.0 of XYZ is 32768 of 65535.
    matrix = fixed(*(SRGB_TO_XYZ_D50 @ np.linalg.inv(OPSIN) * 32768 / 65535).ravel(), 0, 0, 0)
    parts = [same, matrix, cubes, clut + b"\0" * (-len(clut) % 4), same]
    offsets = [32 + sum(map(len, parts[:k])) for k in range(5)]
    lut = b"mAB \0\0\0\0" + bytes((3, 3, 0, 0)) + struct.pack(">5I", *offsets) + b"".join(parts)
    return profile(b"scnr", b"RGB ", b"XYZ ", described("XYB_Per") + [(b"A2B0", lut)])


# Sources


def strip(colors):
    row = np.repeat(np.array(colors, np.uint8)[None], PATCH, axis=1)
    return np.repeat(row, PATCH, axis=0)


def converted(image, icc):
    """Returns the sRGB colours of the patches, converted by littleCMS."""
    target = ImageCms.profileToProfile(
        image, ImageCms.ImageCmsProfile(io.BytesIO(icc)), ImageCms.createProfile("sRGB"),
        renderingIntent=ImageCms.Intent.RELATIVE_COLORIMETRIC, outputMode="RGB",
    )
    return [target.getpixel((PATCH * k + PATCH // 2, PATCH // 2)) for k in range(image.width // PATCH)]


def png16(colors, kind=2, icc=None):
    """Returns a 16-bit PNG of a colour type (2: RGB, 6: RGBA, 0: grey, 4: grey and alpha), which Pillow cannot write. The low bytes are noise and must not change the result."""
    high = strip(colors).astype(int)
    noise = np.random.default_rng(1).integers(high[0] // 2, high[0] // 2 + 128)
    samples = (high * 256 + noise).astype(">u2")
    rows = b"".join(b"\0" + row.tobytes() for row in samples)

    def chunk(name, data):
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    header = struct.pack(">II5B", samples.shape[1], PATCH, 16, kind, 0, 0, 0)
    described = chunk(b"iCCP", b"icc\0\0" + zlib.compress(icc)) if icc else b""
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + described + chunk(b"IDAT", zlib.compress(rows, 9)) + chunk(b"IEND", b"")


def main():
    FOLDER.mkdir(parents=True, exist_ok=True)
    expected = {}

    def add(name, colors, save, limit):
        """`limit` is the largest accepted CIEDE2000 difference."""
        save(FOLDER / name)
        expected[name] = {"colors": [[int(value) for value in color] for color in colors], "limit": limit}

    rgb = Image.fromarray(strip(SRGB))
    lossless = {"quality": 100, "subsampling": 0}

    icc = display_p3()
    add("display-p3.jpg", converted(rgb, icc), lambda path: rgb.save(path, icc_profile=icc, **lossless), 2)
    icc = xyb_profile()
    stored = Image.fromarray(np.round(np.clip(xyb(strip(SRGB)), 0, 1) * 255).astype(np.uint8))
    add("xyb.jpg", SRGB, lambda path: stored.save(path, icc_profile=icc, keep_rgb=True, **lossless), 3)
    print("xyb by littleCMS:", converted(stored, icc))

    inks = Image.frombytes("CMYK", (PATCH * len(INKS), PATCH), strip(INKS).tobytes())
    icc = press()
    add("cmyk-press.jpg", converted(inks, icc), lambda path: inks.save(path, icc_profile=icc, **lossless), 2)
    add("cmyk-press.tif", converted(inks, icc), lambda path: inks.save(path, icc_profile=icc, compression="tiff_lzw"), 2)

    # The meaning of these inks is unknown. The result must at least look like print.
    icc = of_libvips(b"cmyk")
    add("cmyk.jpg", converted(inks, icc), lambda path: inks.save(path, **lossless), 4)
    add("cmyk.tif", converted(inks, icc), lambda path: inks.save(path, compression="tiff_lzw"), 4)

    add("16-bit.png", SRGB, lambda path: path.write_bytes(png16(SRGB)), 1)
    clear = [(*color, alpha) for color, alpha in zip(SRGB, (255, 200, 128, 90, 1, 255, 64, 254))]
    add("16-bit-alpha.png", clear, lambda path: path.write_bytes(png16(clear, kind=6)), 1)
    add("16-bit-grey.png", [(40,), (140,), (200,)], lambda path: path.write_bytes(png16([(40,), (140,), (200,)], kind=0)), 1)
    icc = display_p3()
    add("16-bit-p3.png", converted(rgb, icc), lambda path: path.write_bytes(png16(SRGB, icc=icc)), 1)
    seen = [(*color, alpha[3]) for color, alpha in zip(converted(rgb, icc), clear)]
    add("p3-alpha.png", seen, lambda path: Image.fromarray(strip(clear)).save(path, icc_profile=icc), 1)
    grey = Image.fromarray(strip([(40,), (140,), (200,), (250,)])[..., 0])
    mac = grey_of_a_mac()
    add("grey-profile.jpg", converted(grey, mac), lambda path: grey.save(path, icc_profile=mac, quality=100), 1)
    half = [(*color, 128) for color in converted(grey, mac)]
    add("grey-alpha-profile.png", half, lambda path: Image.merge("LA", (grey, grey.point(lambda _: 128))).save(path, icc_profile=mac), 1)
    lab = ImageCms.profileToProfile(rgb, ImageCms.createProfile("sRGB"), ImageCms.createProfile("LAB"), outputMode="LAB")
    # Lab has integer steps here, and libvips converts from D50 to D65 with a simpler method.
    add("lab.tif", SRGB, lambda path: lab.save(path, compression="tiff_lzw"), 5)
    greys = [(40, 255), (140, 128), (200, 30), (255, 1)]
    la = Image.frombytes("LA", (PATCH * len(greys), PATCH), strip(greys).tobytes())
    add("grey-alpha.png", greys, la.save, 0)
    palette = Image.fromarray(strip([(k,) for k in range(len(clear))])[..., 0])
    palette.putpalette([value for color in clear for value in color[:3]])
    alphas = bytes(color[3] for color in clear)
    add("palette-p3.png", seen, lambda path: palette.save(path, transparency=alphas, icc_profile=icc), 1)
    add("palette.png", clear, lambda path: palette.save(path, transparency=alphas), 0)
    one = [(*color, 0 if k == 2 else 255) for k, color in enumerate(SRGB)]
    add("palette.gif", one, lambda path: palette.save(path, transparency=2), 0)

    lines = (f'    "{name}": {json.dumps(value)}' for name, value in sorted(expected.items()))
    (FOLDER / "expected.json").write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")


if __name__ == "__main__":
    main()
