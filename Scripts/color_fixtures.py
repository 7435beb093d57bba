#!/usr/bin/env python3
"""Writes the sources of ColorTruthTests and their sRGB colours to Tests/Fixtures/colors/, and the sources of
RepeatedColorTests to Tests/Fixtures/display-p3/.

usage: Scripts/color_fixtures.py      (needs numpy, Pillow 12 or newer with littleCMS and AVIF, and pillow-heif)

Every source is a row of patches of 16 × 16 pixels. For each source, expected.json has the sRGB colours of its patches.
Neither libvips nor imagekit computes these colours. Their origin is one of these:

- the original colours, if the original colours are sRGB
- the formula of the specification, if there is one
- otherwise the result of Pillow's ImageCms (littleCMS) with the same profile and the intent that browsers use: perceptual if the
  profile has the table A2B0, otherwise relative with compensation of the black point

The script makes all profiles:

- Display P3 (SMPTE EG 432-1, with the curve of IEC 61966-2-1)
- four-colour presses, after Neugebauer
- XYB, as JPEG XL defines it (ISO/IEC 18181-1, Annex L), as the lookup table that jpegli embeds in its XYB JPEGs
"""
import io
import json
import struct
import zlib
from itertools import product
from pathlib import Path

import numpy as np
import pillow_heif
from PIL import Image, ImageCms

FOLDER = Path(__file__).resolve().parent.parent / "Tests" / "Fixtures" / "colors"
PATCH = 16
SRGB = [(200, 100, 50), (60, 120, 180), (128, 128, 128), (30, 60, 40), (230, 220, 180), (90, 140, 60), (250, 250, 250), (12, 12, 16)]
INKS = [(0, 0, 0, 0), (255, 0, 0, 0), (0, 255, 0, 0), (0, 0, 255, 0), (0, 0, 0, 255), (0, 200, 100, 30), (90, 60, 60, 20), (40, 0, 120, 0), (255, 255, 255, 255)]

pillow_heif.register_heif_opener()

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


def linear_srgb(name):
    """Returns a profile with the primaries of sRGB in linear light, like `sRGB-elle-V2-g10.icc`."""
    line = b"curv\0\0\0\0" + struct.pack(">I", 0)
    primaries = [(tag, b"XYZ \0\0\0\0" + fixed(*SRGB_TO_XYZ_D50[:, k])) for k, tag in enumerate((b"rXYZ", b"gXYZ", b"bXYZ"))]
    return profile(b"mntr", b"RGB ", b"XYZ ", described(name) + primaries + [(tag, line) for tag in (b"rTRC", b"gTRC", b"bTRC")])


def press_table(black, overprint):
    """Returns a table from inks to Lab after Neugebauer: a weighted mean of the 16 solid overprints, with approximate
    values for coated paper. `black` is the L* of black ink. `overprint` is the L* of black on all other inks."""
    paper, black, overprint = np.array([93.0, 0, -2]), np.array([black, 0, 0]), np.array([overprint, 0, 0])
    solid = {(0, 0, 0): paper, (1, 0, 0): [55, -36, -48], (0, 1, 0): [48, 73, -4], (0, 0, 1): [88, -5, 91], (1, 1, 0): [24, 18, -45],
             (1, 0, 1): [50, -66, 26], (0, 1, 1): [47, 67, 47], (1, 1, 1): [23, 0, 0]}
    grid, table = 5, b""
    for inks in product(np.linspace(0, 1, grid), repeat=4):
        lab = np.zeros(3)
        for dots in product((0, 1), repeat=4):
            share = np.prod([ink if dot else 1 - ink for ink, dot in zip(inks, dots)])
            color = np.array(solid[dots[:3]], float)
            under = sum(dots[:3]) / 3
            lab += share * (black * (1 - under) + overprint * under if dots[3] else color)
        table += struct.pack(">3H", round(lab[0] * 652.8), round((lab[1] + 128) * 256), round((lab[2] + 128) * 256))
    line = struct.pack(">2H", 0, 65535)
    lut = b"mft2\0\0\0\0" + struct.pack(">4B", 4, 3, grid, 0) + fixed(1, 0, 0, 0, 1, 0, 0, 0, 1) + struct.pack(">HH", 2, 2)
    return lut + line * 4 + table + line * 3


def press(perceptual=True):
    """Returns the profile of a press. Measured black ink is not black: its L* is 16, as in FOGRA39. The perceptual
    table makes it black."""
    measured = (b"A2B1", press_table(16, 10))
    tables = [(b"A2B0", press_table(4, 0)), measured] if perceptual else [measured]
    return profile(b"prtr", b"CMYK", b"Lab ", described("A press of this script") + tables, version=2)


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
    # In a value of 16 bits, 32768 means an XYZ of 1.0.
    matrix = fixed(*(SRGB_TO_XYZ_D50 @ np.linalg.inv(OPSIN) * 32768 / 65535).ravel(), 0, 0, 0)
    parts = [same, matrix, cubes, clut + b"\0" * (-len(clut) % 4), same]
    offsets = [32 + sum(map(len, parts[:k])) for k in range(5)]
    lut = b"mAB \0\0\0\0" + bytes((3, 3, 0, 0)) + struct.pack(">5I", *offsets) + b"".join(parts)
    return profile(b"scnr", b"RGB ", b"XYZ ", described("XYB_Per") + [(b"A2B0", lut)])


# Sources


def strip(colors):
    row = np.repeat(np.array(colors, np.uint8)[None], PATCH, axis=1)
    return np.repeat(row, PATCH, axis=0)


def converted(image, icc, intent=ImageCms.Intent.RELATIVE_COLORIMETRIC, flags=ImageCms.Flags.NONE):
    """Returns the sRGB colours of the patches, converted by littleCMS."""
    target = ImageCms.profileToProfile(
        image, ImageCms.ImageCmsProfile(io.BytesIO(icc)), ImageCms.createProfile("sRGB"), renderingIntent=intent, outputMode="RGB",
        flags=flags,
    )
    return [target.getpixel((PATCH * k + PATCH // 2, PATCH // 2)) for k in range(image.width // PATCH)]


def chunk(name, data):
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def png(samples, chunks=b"", kind=2):
    """Returns a PNG of a colour type (2: RGB, 6: RGBA, 0: grey, 4: grey and alpha) of 8 or 16 bits."""
    rows = b"".join(b"\0" + row.tobytes() for row in samples)
    header = struct.pack(">II5B", samples.shape[1], samples.shape[0], samples.itemsize * 8, kind, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunks + chunk(b"IDAT", zlib.compress(rows, 9)) + chunk(b"IEND", b"")


def iccp(icc):
    return chunk(b"iCCP", b"icc\0\0" + zlib.compress(icc))


def png16(colors, kind=2, icc=None):
    """Returns a PNG of 16 bits, which Pillow cannot write. The low bytes are noise and must not change the result."""
    high = strip(colors).astype(int)
    noise = np.random.default_rng(1).integers(high[0] // 2, high[0] // 2 + 128)
    return png((high * 256 + noise).astype(">u2"), iccp(icc) if icc else b"", kind)


# Colours that a container describes by numbers


def encode(light):
    """Returns the levels of sRGB, 0 to 255, for linear light."""
    light = np.clip(light, 0, 1)
    return 255 * np.where(light <= 0.0031308, light * 12.92, 1.055 * np.power(np.maximum(light, 1e-9), 1 / 2.4) - 0.055)


def p3_to_srgb(colors):
    """Converts by the definitions: the matrices to XYZ under D50, and the curve that both colour spaces have."""
    return encode(linear(colors) @ (np.linalg.inv(SRGB_TO_XYZ_D50) @ P3_TO_XYZ_D50).T).round()


def chrm(*points):
    """`points` are white, red, green, and blue."""
    return chunk(b"cHRM", struct.pack(">8I", *(round(number * 100000) for point in points for number in point)))


def reinhard(nits):
    """Maps light by Reinhard's extended curve: 203 cd/m² is diffuse white (ITU-R BT.2408), and 1000 cd/m² become the white of sRGB."""
    light, peak = np.asarray(nits, float) / 203, 1000 / 203
    return light * (1 + light / peak**2) / (1 + light)


def pq(nits):
    """Encodes cd/m² (SMPTE ST 2084)."""
    y = (np.asarray(nits, float) / 10000) ** (2610 / 16384)
    return ((0.8359375 + 18.8515625 * y) / (1 + 18.6875 * y)) ** 78.84375


def hlg(scene):
    """Encodes the light of a scene (ITU-R BT.2100)."""
    scene, a = np.asarray(scene, float), 0.17883277
    b, c = 1 - 4 * a, 0.5 - a * np.log(4 * a)
    return np.where(scene <= 1 / 12, np.sqrt(3 * scene), a * np.log(np.maximum(12 * scene - b, 1e-9)) + c)


def with_nclx(avif, primaries, transfer):
    """Changes the code points in the box `colr`, which take precedence over the code points in the AV1 stream."""
    at = avif.index(b"colrnclx") + 8
    return avif[:at] + struct.pack(">2H", primaries, transfer) + avif[at + 4:]


def saved(image, form, **options):
    file = io.BytesIO()
    image.save(file, form, **options)
    return file.getvalue()


def by_numbers(add, rgb):
    """Adds sources whose colours are described by numbers.

    cICP takes precedence over iCCP, iCCP over sRGB, and sRGB over cHRM and gAMA (PNG, third edition, 11.3.2 and 12).
    ITU-T H.273 defines the numbers in cICP and nclx.
    """
    samples = strip(SRGB)

    def add_png(name, colors, chunks, limit=1, of=samples):
        add(name, np.round(colors), lambda path: path.write_bytes(png(of, chunks)), limit)

    wide = p3_to_srgb(SRGB)
    p3_primaries = chrm((0.3127, 0.3290), (0.68, 0.32), (0.265, 0.69), (0.15, 0.06))
    srgb_primaries = chrm((0.3127, 0.3290), (0.64, 0.33), (0.30, 0.60), (0.15, 0.06))
    gamma = lambda value: chunk(b"gAMA", struct.pack(">I", value))
    cicp = lambda *numbers: chunk(b"cICP", bytes(numbers))
    linear_icc = linear_srgb("sRGB-elle-V2-g10.icc")
    bright = encode(np.array(SRGB) / 255)
    add_png("linear-called-srgb.png", bright, iccp(linear_icc))
    add_png("cicp-p3.png", wide, cicp(12, 13, 0, 1))
    add_png("cicp-before-iccp.png", wide, cicp(12, 13, 0, 1) + iccp(linear_icc))
    add_png("cicp-unknown.png", wide, cicp(200, 13, 0, 1) + p3_primaries)
    add_png("iccp-before-gama.png", bright, gamma(45455) + iccp(linear_icc))
    add_png("srgb-before-gama.png", SRGB, chunk(b"sRGB", b"\0") + gamma(100000) + p3_primaries, 0)
    add_png("gama-linear.png", bright, gamma(100000))
    add_png("gama-of-srgb.png", SRGB, gamma(45455) + srgb_primaries, 0)
    add_png("chrm-p3.png", wide, gamma(45455) + p3_primaries)
    add_png("chrm-without-gama.png", wide, p3_primaries)
    add_png("chrm-without-colors.png", SRGB, chrm((0.3, 0.3), (0.3, 0.3), (0.3, 0.3), (0.3, 0.3)), 0)
    narrow = np.round(16 + samples / 255 * 219).astype(np.uint8)
    add_png("cicp-narrow-range.png", SRGB, cicp(1, 13, 0, 0), 1, of=narrow)

    nits = [0, 1, 5, 20, 100, 203, 400, 1000, 4000]
    mapped = np.repeat(encode(reinhard(nits))[:, None], 3, 1)
    deep = np.repeat(np.repeat((pq(nits) * 65535).round()[None, :, None], 3, 2), PATCH, 1).repeat(PATCH, 0).astype(">u2")
    add_png("cicp-pq.png", mapped, cicp(9, 16, 0, 1), 1, of=deep)
    scene = np.array([0, 0.01, 0.05, 0.1, 0.265, 0.5, 1])
    mapped = np.repeat(encode(reinhard(1000 * scene**1.2))[:, None], 3, 1)
    deep = np.repeat(np.repeat((hlg(scene) * 65535).round()[None, :, None], 3, 2), PATCH, 1).repeat(PATCH, 0).astype(">u2")
    add_png("cicp-hlg.png", mapped, cicp(9, 18, 0, 1), 1, of=deep)

    exact = {"quality": 100, "subsampling": "4:4:4"}
    avif = saved(rgb, "AVIF", **exact)
    heic = lambda **numbers: saved(rgb, "HEIF", quality=100, chroma=444, **numbers)
    icc = display_p3()
    add("nclx-srgb.avif", SRGB, lambda path: path.write_bytes(with_nclx(avif, 1, 13)), 1)
    add("nclx-p3.avif", wide, lambda path: path.write_bytes(with_nclx(avif, 12, 13)), 1)
    add("nclx-p3.heic", wide, lambda path: path.write_bytes(heic(color_primaries=12, transfer_characteristics=13)), 1.5)
    add("display-p3.avif", wide, lambda path: path.write_bytes(saved(rgb, "AVIF", icc_profile=icc, **exact)), 1)
    add("display-p3.heic", wide, lambda path: path.write_bytes(saved(rgb, "HEIF", quality=100, chroma=444, icc_profile=icc)), 1.5)


TURNS = Image.Transpose
UNTURNED = {
    2: TURNS.FLIP_LEFT_RIGHT, 3: TURNS.ROTATE_180, 4: TURNS.FLIP_TOP_BOTTOM, 5: TURNS.TRANSPOSE, 6: TURNS.ROTATE_90, 7: TURNS.TRANSVERSE,
    8: TURNS.ROTATE_270,
}


def containers(add, rgb):
    """Adds sources whose container turns the picture, or contains several pictures, one of which is the primary
    picture.

    The boxes `irot` and `imir` turn a picture (ISO/IEC 23008-12).
    """
    for orientation, turn in UNTURNED.items():
        exif = Image.Exif()
        exif[0x112] = orientation
        # For such an orientation, Pillow writes `irot` and `imir` instead of EXIF.
        data = saved(rgb.transpose(turn), "AVIF", quality=100, subsampling="4:4:4", exif=exif)
        add(f"turned-{orientation}.avif", SRGB, lambda path, data=data: path.write_bytes(data), 1.5)
    exact = {"quality": 100, "chroma": 444}
    first = Image.new("RGB", rgb.size, (90, 90, 90))
    data = saved(first, "HEIF", save_all=True, append_images=[rgb], primary_index=1, **exact)
    add("second-is-primary.heic", SRGB, lambda path: path.write_bytes(data), 1.5)
    # The brand names only the container. A compatible brand names the codec.
    heic = saved(rgb, "HEIF", **exact)
    add("brand-mif1.heic", SRGB, lambda path: path.write_bytes(heic[:8] + b"mif1" + heic[12:]), 1.5)


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

    # Pillow inverts the inks of a CMYK JPEG, because Adobe's programs store them inverted.
    inks = Image.frombytes("CMYK", (PATCH * len(INKS), PATCH), strip(INKS).tobytes())
    icc = press()
    seen = converted(inks, icc, ImageCms.Intent.PERCEPTUAL)
    add("cmyk-press.jpg", seen, lambda path: inks.save(path, icc_profile=icc, **lossless), 2)
    add("cmyk-press.tif", seen, lambda path: inks.save(path, icc_profile=icc, compression="tiff_lzw"), 2)
    icc_of_measured = press(perceptual=False)
    seen = converted(inks, icc_of_measured, flags=ImageCms.Flags.BLACKPOINTCOMPENSATION)
    add("cmyk-measured-press.tif", seen, lambda path: inks.save(path, icc_profile=icc_of_measured, compression="tiff_lzw"), 2)

    # This is the formula of Pillow (cmyk2rgb in Convert.c) and of Chromium's JPEG decoder.
    plain = [[(255 - ink) * (255 - c[3]) / 255 for ink in c[:3]] for c in INKS]
    plain = np.round(plain).astype(int).tolist()
    add("cmyk.jpg", plain, lambda path: inks.save(path, **lossless), 2)
    add("cmyk.tif", plain, lambda path: inks.save(path, compression="tiff_lzw"), 1)
    add("cmyk-broken-profile.tif", plain, lambda path: inks.save(path, icc_profile=icc[:200], compression="tiff_lzw"), 1)

    by_numbers(add, rgb)
    containers(add, rgb)

    add("16-bit.png", SRGB, lambda path: path.write_bytes(png16(SRGB)), 1)
    clear = [(*color, alpha) for color, alpha in zip(SRGB, (255, 200, 128, 90, 1, 255, 64, 254))]
    add("16-bit-alpha.png", clear, lambda path: path.write_bytes(png16(clear, kind=6)), 1)
    exact = {"quality": 100, "subsampling": "4:4:4", "alpha_premultiplied": True}
    add("premultiplied.avif", clear, lambda path: Image.fromarray(strip(clear)).save(path, **exact), 2)
    add("16-bit-grey.png", [(40,), (140,), (200,)], lambda path: path.write_bytes(png16([(40,), (140,), (200,)], kind=0)), 1)
    icc = display_p3()
    add("16-bit-p3.png", converted(rgb, icc), lambda path: path.write_bytes(png16(SRGB, icc=icc)), 1)
    seen = [(*color, alpha[3]) for color, alpha in zip(converted(rgb, icc), clear)]
    add("p3-alpha.png", seen, lambda path: Image.fromarray(strip(clear)).save(path, icc_profile=icc), 1)
    grey = Image.fromarray(strip([(40,), (140,), (200,), (250,)])[..., 0])
    mac = grey_of_a_mac()
    # A grey source stays grey, so keep one of the three equal channels.
    seen_greys = [color[:1] for color in converted(grey, mac)]
    add("grey-profile.jpg", seen_greys, lambda path: grey.save(path, icc_profile=mac, quality=100), 1)
    half = [(*color, 128) for color in seen_greys]
    add("grey-alpha-profile.png", half, lambda path: Image.merge("LA", (grey, grey.point(lambda _: 128))).save(path, icc_profile=mac), 1)
    lab = ImageCms.profileToProfile(rgb, ImageCms.createProfile("sRGB"), ImageCms.createProfile("LAB"), outputMode="LAB")
    # Pillow's Lab has integer steps, so the limit is 2.
    add("lab.tif", SRGB, lambda path: lab.save(path, compression="tiff_lzw"), 2)
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

    red = Image.new("RGB", (160, 120), (200, 60, 40))
    folder = FOLDER.parent / "display-p3"
    folder.mkdir(exist_ok=True)
    (folder / "red.avif").write_bytes(saved(red, "AVIF", icc_profile=display_p3(), quality=100, subsampling="4:4:4"))
    (folder / "red.jpg").write_bytes(saved(red, "JPEG", icc_profile=display_p3(), **lossless))
    print("the red of Display P3 in sRGB:", p3_to_srgb([(200, 60, 40)])[0])

    lines = (f'    "{name}": {json.dumps(value)}' for name, value in sorted(expected.items()))
    (FOLDER / "expected.json").write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")


if __name__ == "__main__":
    main()
