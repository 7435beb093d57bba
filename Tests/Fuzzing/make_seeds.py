#!/usr/bin/env python3
"""Makes the seeds of the fuzzers: small inputs of every kind, and dictionaries with the words of the formats.

usage: Tests/Fuzzing/make_seeds.py FOLDER      (needs Pillow)

Run it only when the formats change, because the corpus contains the seeds.

Writes a folder for each target, and Tests/Fuzzing/dictionaries.
"""
import io
import json
import re
import struct
import sys
import zlib
from pathlib import Path

from PIL import Image, ImageCms

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent


def write(folder, seeds):
    folder.mkdir(parents=True, exist_ok=True)
    for number, seed in enumerate(seeds):
        (folder / f"seed-{number:03}").write_bytes(seed if isinstance(seed, bytes) else seed.encode())


# Registries


def registries():
    """Yields the sample registry, the broken registries, and every example of the documentation."""
    for path in [ROOT / "specs.json", *sorted((ROOT / "Tests/Fixtures/broken-registries").glob("*.json"))]:
        yield path.read_text()
    for page in sorted((ROOT / "Docs").glob("*.md")):
        for example in re.findall(r"^ *```json\n(.*?)```", page.read_text(), re.S | re.M):
            yield example
        for example in re.findall(r"`(\{.*?\}|\"processors\": .*?)`", page.read_text()):
            yield '{"generators": {"a:b": {"processors": [%s]}}}' % example


def words(schema):
    """Yields the keys and words of the schema."""
    if isinstance(schema, dict):
        yield from schema.get("properties", {})
        yield from (word for word in schema.get("enum", []) if isinstance(word, str))
        if isinstance(schema.get("const"), str):
            yield schema["const"]
        for value in schema.values():
            yield from words(value)
    elif isinstance(schema, list):
        for value in schema:
            yield from words(value)


# Globs

PATTERNS = [
    "a.jpg", "*", "*.jpg", "?", "a?c", "**", "**/*.jpg", "photos/**", "a/**/b", "**/a/**", "a/**/**/b", "a/**/*/b",
    ".*", "**/.cache/**", "\\.a", "[.]a", "[!x]a", "{*,}.a", "x/{*,.y}/z", "[a-cx]1", "[^a-c]", "[]a]", "[!]a]",
    "[-a]", "[\\]\\-z]", "[ä-ü]", "*.{jpg,jpeg,t{i,1}f}", "{a/**,b}", "{**/a,b}/c", "a{,b{,c}}", "*a*a*a*a*b",
    "app:**:thumb", "app:*", "***", "[a", "{a", "a}", "/a", "a/../b", "a//b", "[[:alpha:]]", "[z-a]", "a\\",
]
NAMES = [
    "a.jpg", ".a", "a/b", "a/x/y/b", "x/.y/z", "photos/größe.jpeg", "aaaaaaaaaaaaaaaa", "app:x:thumb", "a/", "", "ä",
    "]", "-", "\udcff/\udcc3",
]


def globs():
    for pattern in PATTERNS:
        for names in (NAMES[:5], NAMES[5:]):
            yield "\n".join([pattern, *names]).encode(errors="surrogateescape")


# Images


def images():
    picture = Image.linear_gradient("L").resize((24, 16)).convert("RGB")
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x8298] = "me (editor)"
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    xmp = b'<x exif:GPSLatitude="1,2N"><exif:GPSLongitude>3</exif:GPSLongitude><exif:GPSAltitude/></x>'
    frames = [picture.quantize(4).rotate(angle) for angle in (0, 90)]

    def saved(image, kind, **options):
        buffer = io.BytesIO()
        image.save(buffer, kind, **options)
        return buffer.getvalue()

    yield saved(picture, "JPEG")
    yield saved(picture, "JPEG", progressive=True)
    yield saved(picture, "JPEG", progressive=True, subsampling=0, restart_marker_blocks=1)
    yield saved(picture.convert("CMYK"), "JPEG")
    yield saved(picture, "JPEG", exif=exif, comment="hello")
    yield saved(picture, "PNG")
    yield saved(picture, "PNG", exif=exif, icc_profile=profile)
    yield saved(picture.quantize(4), "PNG")
    yield saved(frames[0], "GIF")
    yield saved(frames[0], "GIF", save_all=True, append_images=frames[1:], loop=0, comment=b"hello")
    yield saved(picture, "WEBP")
    yield saved(picture, "WEBP", lossless=True)
    yield saved(picture.convert("RGBA"), "WEBP", exif=exif, xmp=xmp)
    yield saved(picture, "TIFF")
    yield saved(picture, "AVIF")
    yield saved(picture, "AVIF", exif=exif)
    yield saved(picture, "JPEG2000")
    yield saved(picture, "JPEG2000", no_jp2=True)
    for mode in ("RGB", "RGBA", "L", "P"):
        yield saved(picture.convert(mode), "BMP")
    yield profile
    yield xmp
    yield b"me (me (Photographer) - [None] (Editor), ASCII, 3 components, 4 bytes)"
    yield b'<?xml version="1.0"?><svg width="1" height="1"/>'
    yield b"%PDF-1.4\n"
    chunk = lambda kind, data, length: struct.pack(">I", length) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
    size = struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0)
    yield b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", size, 13) + chunk(b"IDAT", b"", 1 << 30)


HEADER_WORDS = [
    b"\xff\xd8\xff", b"\xff\xd9", b"\xff\xda", b"\xff\xc0", b"\xff\xc2", b"\xff\xc4", b"\xff\xdd", b"\xff\xe0", b"\xff\xe1",
    b"\xff\xe2", b"\xff\xee", b"\x89PNG\r\n\x1a\n", b"IHDR", b"IDAT", b"IEND", b"PLTE", b"eXIf", b"iCCP", b"tRNS", b"RIFF",
    b"WEBP", b"VP8 ", b"VP8L", b"VP8X", b"ICCP", b"EXIF", b"XMP ", b"ANMF", b"GIF89a", b"GIF87a", b"NETSCAPE2.0", b"\x21\xf9\x04",
    b"\x21\xff\x0b", b"II*\0", b"MM\0*", b"II+\0", b"BM", b"ftyp", b"avif", b"heic", b"mif1", b"ispe", b"irot", b"jP  ", b"ihdr",
    b"\xff\x4f\xff\x51", b"Exif\0\0", b"JFIF\0", b"Adobe", b"ICC_PROFILE\0", b"desc", b"mluc", b"A2B0", b"A2B1", b"RGB ", b"GRAY",
    b"CMYK", b"exif:GPS", b"<exif:GPS", b"</exif:GPS", b", ASCII, ", b" components", b" (", b"\xff\xff\xff\xff", b"\x7f\xff\xff\xff",
    b"\x80\0\0\0", b"<svg", b"%PDF-", b"\x01\x12", b"\x12\x01", b"\x01\0\x03\0", b"\x01\x01\x03\0",
]
GLOB_WORDS = [b"**/", b"/**", b"*", b"{", b"}", b",", b"[", b"]", b"[!", b"\\", b"/.", b"/", b".", b"?", b"\n", b"\xc3\xa4", b"\xff"]
SECRET_WORDS = [
    b"://", b"@", b":", b"=", b"&", b"?", b'"', b"'", b"\\", b"\n", b"Bearer ", b"Authorization: ", b"Cookie: ", b"password", b"sig=",
    b"X-Amz-Signature=", b"dsn", b"hooks.slack.com/services/", b"/webhooks/", b"-u ", b"--user", b"postgresql://", b"_token",
]
REQUEST_WORDS = [b"/media/", b"CACHE/images/", b"%2e", b"%2f", b"%5c", b"%00", b"../", b"//", b"/-/", b"process/", b".auto", b"http://a", b"?", b"#"]


def pictures():
    """Yields the quality, the sampling, the width, the height, and the samples of pictures."""
    noise = bytes((number * number * 7919 >> 5) % 256 for number in range(192))
    for quality in (1, 75, 100):
        for sampling in range(4):
            for samples in (b"\x80", b"\0\xff", bytes(range(0, 256, 3)), noise):
                yield bytes([quality, sampling, 36, 20]) + samples


def messages():
    yield "cannot read https://site:abc@host/a.csv\nsuch as"
    yield 'curl -H "Authorization: Bearer abc" -u a:b https://host/?sig=abc&page=2\n'
    yield "{'password': 'a\\'b', \"token\": 12}\n, done"
    yield "POST https://hooks.slack.com/services/T0/B0/abc\n: 404"


def requests():
    yield "/media/CACHE/images/photos/a/b.jpg"
    yield "/media/CACHE/images/%C3%A4/b%20c.auto?v=1#x"
    yield "http://example.org/media/CACHE/images/a.jpg"
    yield "/media/CACHE/images/../../%2e%2e/etc/passwd"
    yield "/media/CACHE/images/.imagekit/state.sqlite3"
    yield "/-/app:thumbnail/photos/a.jpg"
    yield "/-/process/app:avatar"
    yield "/-/health"


def dictionary(name, entries):
    lines = ['"' + "".join(chr(b) if 32 <= b < 127 and b not in b'"\\' else f"\\x{b:02x}" for b in entry) + '"' for entry in entries]
    (HERE / "dictionaries").mkdir(exist_ok=True)
    (HERE / "dictionaries" / f"{name}.dict").write_text("\n".join(lines) + "\n")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    folder = Path(sys.argv[1])
    write(folder / "registry", registries())
    write(folder / "glob", globs())
    write(folder / "header", images())
    write(folder / "encoder", pictures())
    write(folder / "secrets", messages())
    write(folder / "request", requests())
    schema = json.loads((ROOT / "specs.schema.json").read_text())
    known = sorted(set(words(schema)) | {"settings", "include", "field", "default", "source.width", "{hash:12}", "{stem}", "null"})
    dictionary("registry", [json.dumps(word, ensure_ascii=False).encode() for word in known if len(word) < 40])
    dictionary("glob", GLOB_WORDS)
    dictionary("header", HEADER_WORDS)
    dictionary("secrets", SECRET_WORDS)
    dictionary("request", REQUEST_WORDS)
