"""Makes a file of each kind in Docs/formats.md from computed pixels. formats_table.py decodes the files."""
import io
import struct
import zlib
from dataclasses import dataclass

import numpy as np
import pillow_heif
from PIL import Image, ImageCms

from color_fixtures import (
    INKS, PATCH, SRGB, chunk, converted, display_p3, encode, grey_of_a_mac, hlg, iccp, p3_to_srgb, png, pq, press, reinhard, saved, strip,
    with_nclx,
)
from formats_layouts import bmp, flat_jpeg, interlaced_png, packed, packed_png, rle, tiff

GREYS = [(0,), (40,), (85,), (140,), (170,), (200,), (230,), (255,)]
ALPHAS = (255, 200, 128, 90, 40, 255, 64, 254)
CLEAR = [(*color, alpha) for color, alpha in zip(SRGB, ALPHAS)]
RGB = Image.fromarray(strip(SRGB))
EXACT = {"JPEG": {"quality": 100, "subsampling": 0}, "AVIF": {"quality": 100, "subsampling": "4:4:4"}, "HEIF": {"quality": 100, "chroma": 444}}


@dataclass
class Case:
    format: str
    kind: str
    data: bytes
    # The colours of the patches in sRGB.
    shown: list
    limit: float = 1
    is_converted: bool = False
    frames: int = 1


@dataclass
class CutCase:
    format: str
    kind: str
    data: bytes
    # The pixels of the complete file.
    rows: np.ndarray
    limit: float = 1
    frames: int = 1


def grey_colors(greys):
    return [(color[0],) * 3 + tuple(color[1:]) for color in greys]


def levels(bits):
    """Returns the index of each pixel's patch, the sample value of each patch, and the colours of the patches."""
    most = (1 << bits) - 1
    numbers = [round(value * most) for value in np.linspace(0, 1, 8)]
    return strip([(number,) for number in range(8)])[..., 0], numbers, [(number * 255 / most,) * 3 for number in numbers]


def grey_rows(bits):
    indices, numbers, colors = levels(bits)
    return np.array(numbers)[indices], colors


def jpeg():
    def case(kind, image, shown=SRGB, limit=3, is_converted=False, **options):
        return Case("JPEG", kind, saved(image, "JPEG", **{**EXACT["JPEG"], **options}), shown, limit, is_converted)

    wide, inks = p3_to_srgb(SRGB), Image.frombytes("CMYK", (PATCH * len(INKS), PATCH), strip(INKS).tobytes())
    plain = [[(255 - ink) * (255 - color[3]) / 255 for ink in color[:3]] for color in INKS]
    grey = Image.fromarray(strip(GREYS)[..., 0])
    yield case("8 bits, YCbCr 4:4:4", RGB)
    yield case("8 bits, YCbCr 4:2:2", RGB, limit=8, subsampling=1)
    yield case("8 bits, YCbCr 4:2:0", RGB, limit=8, subsampling=2)
    yield case("progressive", RGB, progressive=True)
    yield case("with restart markers", RGB, restart_marker_blocks=3)
    yield case("RGB (Adobe)", RGB, keep_rgb=True)
    yield case("grey", grey, grey_colors(GREYS))
    yield case("grey with a profile", grey, grey_colors([c[:1] for c in converted(grey, grey_of_a_mac())]), 2, True, icc_profile=grey_of_a_mac())
    yield case("RGB with a profile (Display P3)", RGB, wide, 3, True, icc_profile=display_p3())
    yield case("CMYK (Adobe)", inks, plain, 3, True)
    seen = converted(inks, press(), ImageCms.Intent.PERCEPTUAL)
    yield case("CMYK with a profile", inks, seen, 6, True, icc_profile=press())
    numbers = strip([(16 * index,) for index in range(8)])
    steps = [(16 * index,) * 3 for index in range(8)]
    yield Case("JPEG", "12 bits", flat_jpeg(numbers.astype(int) * 16, precision=12), steps, 2)
    yield Case("JPEG", "lossless", flat_jpeg(numbers, lossless=True), steps, 0)


def png_kinds():
    def case(kind, data, shown, limit=1, is_converted=False, frames=1):
        return Case("PNG", kind, data, shown, limit, is_converted, frames)

    for bits in (1, 2, 4, 8, 16):
        rows, colors = grey_rows(bits)
        yield case(f"{bits} bit{'s' if bits > 1 else ''}, grey", packed_png(rows, bits, 0), colors)
    rows, colors = grey_rows(8)
    clear = [(*color, 0 if index == 3 else 255) for index, color in enumerate(colors)]
    number = int(rows[0, 3 * PATCH])
    yield case("8 bits, grey, one transparent", packed_png(rows, 8, 0, chunk(b"tRNS", struct.pack(">H", number))), clear)
    for bits in (1, 2, 4, 8):
        count = min(1 << bits, 8)
        indices = strip([(index % count,) for index in range(8)])[..., 0]
        plte = chunk(b"PLTE", b"".join(bytes(color) for color in SRGB[:count]))
        alpha = chunk(b"tRNS", bytes(ALPHAS[:count]))
        colors = [CLEAR[index % count] for index in range(8)]
        yield case(f"{bits} bit{'s' if bits > 1 else ''}, palette, alpha", packed_png(indices, bits, 3, plte + alpha), colors)
    deep = lambda colors: strip(colors).astype(">u2") * 257
    grey_alpha = [(color[0], alpha) for color, alpha in zip(GREYS, ALPHAS)]
    for name, colors, kind in (("grey, alpha", grey_alpha, 4), ("RGB", SRGB, 2), ("RGB, alpha", CLEAR, 6)):
        shown = grey_colors([(c[0], c[1]) for c in colors]) if kind == 4 else colors
        yield case(f"8 bits, {name}", png(strip(colors), kind=kind), shown, 0)
        yield case(f"16 bits, {name}", png(deep(colors).astype(">u2"), kind=kind), shown)
    yield case("interlaced", interlaced_png(strip(SRGB)), SRGB, 0)
    wide = p3_to_srgb(SRGB)
    yield case("profile (Display P3)", png(strip(SRGB), iccp(display_p3())), wide, 2, True)
    yield case("16 bits, profile (Display P3)", png(deep(SRGB).astype(">u2"), iccp(display_p3())), wide, 2, True)
    yield case("`cICP` of Display P3", png(strip(SRGB), chunk(b"cICP", bytes((12, 13, 0, 1)))), wide, 2, True)
    linear = [tuple(encode(np.array(color) / 255)) for color in SRGB]
    yield case("`gAMA` of linear light", png(strip(SRGB), chunk(b"gAMA", struct.pack(">I", 100000))), linear, 2, True)
    nits = [0, 1, 5, 20, 100, 203, 400, 1000]
    scene = np.array([0, 0.01, 0.05, 0.1, 0.265, 0.4, 0.5, 1])
    for name, number, samples, light in (("PQ", 16, pq(nits), nits), ("HLG", 18, hlg(scene), 1000 * scene**1.2)):
        rows = np.repeat(np.repeat(np.round(samples * 65535)[None, :, None], 3, 2), PATCH, 1).repeat(PATCH, 0).astype(">u2")
        mapped = np.repeat(encode(reinhard(light))[:, None], 3, 1)
        yield case(f"`cICP` of {name}", png(rows, chunk(b"cICP", bytes((9, number, 0, 1)))), mapped, 2, True)
    yield case("animation (APNG)", moving("PNG"), SRGB, 1, frames=3)


def moving(form, **options):
    frames = [RGB, RGB.transpose(Image.Transpose.FLIP_LEFT_RIGHT), Image.new("RGB", RGB.size, (90, 90, 90))]
    return saved(frames[0], form, save_all=True, append_images=frames[1:], duration=100, **options)


def gif_and_webp():
    palette = Image.fromarray(strip([(index,) for index in range(8)])[..., 0])
    palette.putpalette([value for color in SRGB for value in color])
    seen = [(*color, 0 if index == 2 else 255) for index, color in enumerate(SRGB)]
    yield Case("GIF", "palette", saved(palette, "GIF", interlace=0), SRGB, 0)
    yield Case("GIF", "palette, one transparent", saved(palette, "GIF", interlace=0, transparency=2), seen, 0)
    yield Case("GIF", "interlaced", saved(palette, "GIF", interlace=1), SRGB, 0)
    yield Case("GIF", "animation", moving("GIF"), SRGB, 16, frames=3)
    rgba = Image.fromarray(strip(CLEAR))
    yield Case("WEBP", "lossy", saved(RGB, "WEBP", quality=100), SRGB, 8)
    yield Case("WEBP", "lossless", saved(RGB, "WEBP", lossless=True), SRGB, 0)
    yield Case("WEBP", "lossy, alpha", saved(rgba, "WEBP", quality=100), CLEAR, 8)
    yield Case("WEBP", "lossless, alpha", saved(rgba, "WEBP", lossless=True, exact=True), CLEAR, 0)
    yield Case("WEBP", "profile (Display P3)", saved(RGB, "WEBP", lossless=True, icc_profile=display_p3()), p3_to_srgb(SRGB), 2, True)
    yield Case("WEBP", "animation", moving("WEBP", lossless=True), SRGB, 1, frames=3)


def tiff_kinds():
    def case(kind, data, shown, limit=1, is_converted=False):
        return Case("TIFF", kind, data, shown, limit, is_converted)

    for bits in (1, 2, 4, 8, 12, 16, 32):
        rows, colors = grey_rows(bits)
        yield case(f"{bits} bit{'s' if bits > 1 else ''}, grey", tiff(rows[..., None], 1, bits=bits, data=packed(rows, bits, "little")), colors)
    rows, colors = grey_rows(8)
    yield case("8 bits, grey, white is 0", tiff(rows[..., None].astype("u1"), 0), [(255 - v[0],) * 3 for v in colors])
    light = strip(GREYS) / 255
    linear = [(float(encode(color[0] / 255)),) * 3 for color in GREYS]
    for name, kind in (("16", "f2"), ("32", "f4"), ("64", "f8")):
        yield case(f"{name} bits, float, grey", tiff(light.astype(kind), 1, form=3), linear, 2, True)
    indices = strip([(index,) for index in range(8)])
    colormap = [color[band] * 257 for band in range(3) for color in SRGB + [(0, 0, 0)] * 248]
    yield case("8 bits, palette", tiff(indices, 3, tags=[(320, 3, colormap)]), SRGB, 0)
    rgb = strip(SRGB)
    yield case("8 bits, RGB", tiff(rgb, 2), SRGB, 0)
    yield case("16 bits, RGB", tiff(rgb.astype("u2") * 257, 2), SRGB)
    yield case("8 bits, RGB, alpha", tiff(strip(CLEAR), 2, extra=[2]), CLEAR, 0)
    multiplied = [(*(round(v * color[3] / 255) for v in color[:3]), color[3]) for color in CLEAR]
    yield case("8 bits, RGB, associated alpha", tiff(strip(multiplied), 2, extra=[1]), CLEAR, 4)
    yield case("8 bits, RGB, a sample without meaning", tiff(strip(CLEAR), 2, extra=[0]), SRGB, 0)
    yield case("planar", tiff(rgb, 2, planar=2), SRGB, 0)
    yield case("tiled", tiff(rgb, 2, tile=16), SRGB, 0)
    yield case("tiled, planar", tiff(rgb, 2, tile=16, planar=2), SRGB, 0)
    yield case("BigTIFF", tiff(rgb, 2, is_big=True), SRGB, 0)
    plain = [[(255 - ink) * (255 - color[3]) / 255 for ink in color[:3]] for color in INKS]
    inks = Image.frombytes("CMYK", (PATCH * len(INKS), PATCH), strip(INKS).tobytes())
    yield case("CMYK", tiff(strip(INKS), 5), plain, 1, True)
    yield case("CMYK with a profile", tiff(strip(INKS), 5, icc=press()), converted(inks, press(), ImageCms.Intent.PERCEPTUAL), 6, True)
    yield case("RGB with a profile (Display P3)", tiff(rgb, 2, icc=display_p3()), p3_to_srgb(SRGB), 2, True)
    lab = ImageCms.profileToProfile(RGB, ImageCms.createProfile("sRGB"), ImageCms.createProfile("LAB"), outputMode="LAB")
    yield case("Lab", saved(lab, "TIFF"), SRGB, 8, True)
    ycbcr = np.asarray(RGB.convert("YCbCr"))
    yield case("YCbCr 4:4:4", tiff(ycbcr, 6, tags=[(530, 3, [1, 1])]), SRGB, 2, True)
    units = b"".join(
        ycbcr[y : y + 2, x : x + 2, 0].tobytes() + ycbcr[y, x, 1:].tobytes() for y in range(0, PATCH, 2) for x in range(0, RGB.width, 2)
    )
    yield case("YCbCr 4:2:0", tiff(ycbcr, 6, tags=[(530, 3, [2, 2])], data=units), SRGB, 2, True)
    bilevel, colors = grey_rows(1)
    one = Image.fromarray((bilevel * 255).astype("u1")).convert("1")
    for name in ("group3", "group4"):
        yield case(f"1 bit, fax ({name})", saved(one, "TIFF", compression=name), colors, 0)
    for name in ("packbits", "tiff_lzw", "tiff_deflate", "tiff_adobe_deflate", "lzma", "zstd"):
        yield case(f"compression {name.removeprefix('tiff_').replace('_', ' ')}", saved(RGB, "TIFF", compression=name), SRGB, 0)
    yield case("compression webp", tiff(rgb, 2, data=saved(RGB, "WEBP", lossless=True), compression=50001), SRGB, 0)
    yield case("compression jpeg", saved(RGB, "TIFF", compression="jpeg", quality=100), SRGB, 8, True)
    old = saved(RGB, "JPEG", quality=100, subsampling=0)
    tags = [(513, 4, [8]), (514, 4, [len(old)]), (530, 3, [1, 1])]
    yield case("compression 6 (old JPEG)", tiff(ycbcr, 6, data=old, compression=6, tags=tags), SRGB, 3, True)


def bmp_and_icons():
    for bits in (1, 2, 4, 8):
        count = min(1 << bits, 8)
        indices = strip([(index % count,) for index in range(8)])[..., 0]
        colors = [SRGB[index % count] for index in range(8)]
        yield Case("BMP", f"{bits} bit{'s' if bits > 1 else ''}, palette", bmp(packed(indices[::-1], bits), indices.shape, bits, SRGB[:count]), colors, 0)
    samples = strip(SRGB)[::-1, :, ::-1].astype("u4")
    fives = (samples >> 3)[..., ::-1]
    numbers = (fives[..., 0] << 10 | fives[..., 1] << 5 | fives[..., 2]).astype("<u2")
    yield Case("BMP", "16 bits, RGB", bmp(numbers.tobytes(), samples.shape[:2], 16), SRGB, 8)
    yield Case("BMP", "24 bits, RGB", bmp(samples.astype("u1").tobytes(), samples.shape[:2], 24), SRGB, 0)
    with_alpha = strip(CLEAR)[::-1, :, [2, 1, 0, 3]]
    masks = (0xFF0000, 0xFF00, 0xFF, 0xFF000000)
    yield Case("BMP", "32 bits, RGB, alpha (V5)", bmp(with_alpha.tobytes(), with_alpha.shape[:2], 32, masks=masks), CLEAR, 0)
    yield Case("BMP", "8 bits, run lengths", bmp(rle(8), (PATCH, PATCH * 8), 8, SRGB, compression=1), SRGB, 0)
    yield Case("BMP", "4 bits, run lengths", bmp(rle(4), (PATCH, PATCH * 8), 4, SRGB, compression=2), SRGB, 0)
    rgba = Image.fromarray(strip(CLEAR))
    for form, number in (("ICO", 1), ("CUR", 2)):
        for kind, name in (("png", "PNG"), ("bmp", "bitmap")):
            data = saved(rgba, "ICO", sizes=[rgba.size], bitmap_format=kind)
            yield Case(form, f"32 bits, alpha, as a {name}", data[:2] + bytes([number]) + data[3:], CLEAR, 0)


def avif_and_heic():
    rgba, wide = Image.fromarray(strip(CLEAR)), p3_to_srgb(SRGB)
    exact = EXACT["AVIF"]
    yield Case("AVIF", "8 bits, 4:4:4", saved(RGB, "AVIF", **exact), SRGB, 3)
    yield Case("AVIF", "8 bits, 4:2:0", saved(RGB, "AVIF", quality=100, subsampling="4:2:0"), SRGB, 8)
    yield Case("AVIF", "8 bits, grey", saved(Image.fromarray(strip(GREYS)[..., 0]), "AVIF", quality=100, subsampling="4:0:0"), grey_colors(GREYS), 3)
    yield Case("AVIF", "8 bits, alpha", saved(rgba, "AVIF", **exact), CLEAR, 3)
    yield Case("AVIF", "profile (Display P3)", saved(RGB, "AVIF", icc_profile=display_p3(), **exact), wide, 4, True)
    yield Case("AVIF", "`nclx` of Display P3", with_nclx(saved(RGB, "AVIF", **exact), 12, 13), wide, 4, True)
    yield Case("AVIF", "animation", moving("AVIF", **exact), SRGB, 3, frames=3)
    exact = EXACT["HEIF"]
    yield Case("HEIC", "8 bits, 4:4:4", saved(RGB, "HEIF", **exact), SRGB, 3)
    yield Case("HEIC", "8 bits, 4:2:0", saved(RGB, "HEIF", quality=100, chroma=420), SRGB, 8)
    yield Case("HEIC", "8 bits, alpha", saved(rgba, "HEIF", **exact), CLEAR, 3)
    yield Case("HEIC", "10 bits", deep_heic(), SRGB, 3)
    yield Case("HEIC", "profile (Display P3)", saved(RGB, "HEIF", icc_profile=display_p3(), **exact), wide, 4, True)
    numbers = {"color_primaries": 12, "transfer_characteristics": 13}
    yield Case("HEIC", "`nclx` of Display P3", saved(RGB, "HEIF", **numbers, **exact), wide, 4, True)
    other = Image.new("RGB", RGB.size, (90, 90, 90))
    data = saved(other, "HEIF", save_all=True, append_images=[RGB], primary_index=1, **exact)
    yield Case("HEIC", "two pictures, the second is primary", data, SRGB, 3)


def deep_heic():
    file, samples = io.BytesIO(), strip(SRGB).astype("u2") * 257
    heif = pillow_heif.from_bytes("RGB;16", RGB.size, samples.tobytes())
    heif.save(file, **EXACT["HEIF"])
    return file.getvalue()


def unread():
    yield Case("JPEG2000", "with the default settings", saved(RGB, "JPEG2000"), SRGB)
    yield Case("SVG", "with the default settings", b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>', SRGB)
    yield Case("PDF", "with the default settings", b"%PDF-1.4\n", SRGB)
    yield Case("PSD", "any", b"8BPS\0\1" + b"\0" * 6 + struct.pack(">HIIHH", 3, 64, 64, 8, 3) + b"\0" * 900, SRGB)
    yield Case("RAW", "any", b"FUJIFILMCCD-RAW 0201FF383501" + b"\0" * 900, SRGB)


def kinds():
    parts = (jpeg, png_kinds, gif_and_webp, tiff_kinds, bmp_and_icons, avif_and_heic, unread)
    return [case for part in parts for case in part()]


def truncated_kinds():
    """Returns files that end after 60 % of their bytes."""
    y, x = np.mgrid[0:160, 0:200]
    pixels = np.stack([x, y, (x * 3 + y * 7) % 256], -1).astype("u1")
    image = Image.fromarray(pixels)
    gif = image.quantize(64)
    cases = [
        ("JPEG", "sequential", saved(image, "JPEG", quality=90), 2), ("PNG", "RGB", saved(image, "PNG"), 0),
        ("GIF", "palette", saved(gif, "GIF", interlace=0), 0), ("WEBP", "lossy", saved(image, "WEBP", quality=90), 2),
        ("WEBP", "lossless", saved(image, "WEBP", lossless=True), 0), ("BMP", "24 bits, top-down", top_down(pixels), 0),
        ("TIFF", "uncompressed", head_first(pixels, None, 1), 0), ("TIFF", "deflate, strips of 16 rows", head_first(pixels, 16, 8), 0),
        ("TIFF", "deflate, one strip", head_first(pixels, None, 8), 0), ("TIFF", "directory after the pixels", tiff(pixels, 2), 0),
        ("AVIF", "8 bits", saved(image, "AVIF", quality=90), 0), ("HEIC", "8 bits", saved(image, "HEIF", quality=90), 0),
    ]
    found = []
    for form, kind, data, limit in cases:
        whole = np.asarray(Image.open(io.BytesIO(data)).convert("RGB")).astype(float)
        found.append(CutCase(form, kind, data[: len(data) * 6 // 10], whole, limit))
    return found


def top_down(pixels):
    data = bmp(pixels[..., ::-1].tobytes(), pixels.shape[:2], 24)
    return data[:22] + struct.pack("<i", -pixels.shape[0]) + data[26:]


def head_first(pixels, rows, compression):
    return tiff(pixels, 2, rows=rows, compression=compression, is_head_first=True)
