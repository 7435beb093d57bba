"""Slow files: files of at most 100 KB that cause as much work for a decoder as their format allows."""
import json
import os
import struct
import zlib

from .bombs import chunk, gif, png, zeros
from .site import REGISTRY, Tally

MOST_BYTES = 100_000
MOST_SECONDS = 5


def jpeg(process, width, height, components, scans):
    """Returns a JPEG with these scans. `process` is the coding process: the second byte of the marker of the frame."""
    parts = b"".join(bytes([number + 1, 0x11, 0]) for number in range(components))
    frame = bytes([0xFF, process]) + struct.pack(">HBHHB", 8 + 3 * components, 8, height, width, components) + parts
    table = b"\xff\xdb" + struct.pack(">HB", 67, 0) + bytes([1] * 64)
    return b"\xff\xd8" + table + frame + scans + b"\xff\xd9"


def scan(component, first, last, high=0, low=0, data=b""):
    return b"\xff\xda" + struct.pack(">HBBBBBB", 8, 1, component, 0, first, last, high << 4 | low) + data


def filled(start, part, reserve=300):
    """Returns `start` and as many parts as a slow file has room for."""
    return start + part * ((MOST_BYTES - reserve - len(start)) // len(part))


def jpegs():
    means, others = scan(1, 0, 0), scan(1, 1, 63)
    # Each of the two tables has only one code. The code of the first table is a run of at least 2^14 empty blocks. The
    # code of the second table is a difference of zero.
    codes = b"\xff\xc4" + struct.pack(">HB", 20, 0x10) + bytes([1] + [0] * 15) + b"\xe0"
    codes += b"\xff\xc4" + struct.pack(">HB", 20, 0) + bytes([1] + [0] * 15) + b"\0"
    yield "scans.jpg", jpeg(0xCA, 10_000, 9_999, 1, filled(means, others))
    yield "colors.jpg", jpeg(0xCA, 10_000, 9_999, 3, filled(means + scan(2, 0, 0) + scan(3, 0, 0), others))
    yield "budget.jpg", jpeg(0xCA, 10_000, 9_999, 1, means + others * 49)
    yield "small.jpg", jpeg(0xCA, 3_000, 3_000, 1, means + others * 499)
    yield "huffman.jpg", jpeg(0xC2, 10_000, 9_999, 1, filled(codes + scan(1, 0, 0, data=bytes(200)), scan(1, 1, 63, data=bytes(200))))
    yield "sequential.jpg", jpeg(0xC0, 10_000, 9_999, 3, filled(codes, scan(1, 0, 63)))
    yield "means.jpg", jpeg(0xCA, 10_000, 9_999, 1, filled(scan(1, 0, 0, 0, 1), scan(1, 0, 0, 1, 0)))


def rows(width, height, depth, kind, interlaced=0):
    """Returns a PNG of zeros."""
    samples = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}[kind]
    header = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, depth, kind, 0, 0, interlaced))
    palette = chunk(b"PLTE", bytes(6)) if kind == 3 else b""
    pixels = chunk(b"IDAT", zeros(height * (1 + (width * samples * depth + 7) // 8)))
    return b"\x89PNG\r\n\x1a\n" + header + palette + pixels + chunk(b"IEND", b"")


def pngs():
    yield "gray.png", rows(10_000, 9_600, 8, 0)
    yield "alpha.png", rows(3_500, 3_300, 16, 6)
    yield "palette.png", rows(10_000, 9_999, 1, 3)
    yield "wide.png", rows(99_999_000, 1, 1, 0)
    for size in (1_000, 100_000, 8_000_000):
        text = chunk(b"zTXt", b"t\0\0" + zlib.compress(bytes(size), 9))
        yield f"texts-{size}.png", png(8, 8, filled(b"", text))
    yield "unicode.png", png(8, 8, filled(b"", chunk(b"iTXt", b"t\0\1\0\0\0" + zlib.compress(bytes(8_000_000), 9))))
    yield "chunks.png", png(8, 8, filled(b"", chunk(b"loCa", b"")))
    yield "profile.png", png(8, 8, chunk(b"iCCP", b"p\0\0" + zeros(64 << 20)))


def tiff(width, height, tile):
    count = -(-width // tile) * -(-height // tile)
    tags = [
        (256, 4, 1, width), (257, 4, 1, height), (258, 3, 1, 8), (259, 3, 1, 1), (262, 3, 1, 1), (277, 3, 1, 1),
        (322, 4, 1, tile), (323, 4, 1, tile), (324, 4, count, 8), (325, 4, count, 8),
    ]
    entries = b"".join(struct.pack("<HHII", *tag) for tag in tags)
    return b"II*\0" + struct.pack("<IH", 8, len(tags)) + entries + bytes(90_000)


def equal_pixels(count):
    """Returns LZW codes for equal pixels: a clear code, a code for one pixel, and then codes that each stand for one
    pixel more than the code before them."""
    bits, shift, size, following, length = 256, 9, 9, 258, 1
    while count > 0:
        taken = min(length, count)
        bits |= (0 if taken == 1 else 256 + taken) << shift
        shift += size
        count -= taken
        following += length > 1
        length += 1
        size += following == 1 << size and size < 12
    bits |= 257 << shift
    return bits.to_bytes((shift + size + 7) // 8, "little")


def slow_files():
    """Returns the files by name."""
    files = dict(jpegs()) | dict(pngs())
    files["tiles.tif"] = tiff(10_000, 9_999, 16)
    files["frames.gif"] = gif(200, 200, 250, equal_pixels(40_000))
    return files


def decoded(trial):
    """A slow file may take at most five seconds of CPU time, with default limits and four generators."""
    tally, slowest = Tally(), (0, "")
    registry = json.loads(json.dumps(REGISTRY))
    for name, data in slow_files().items():
        assert len(data) <= MOST_BYTES, (name, len(data))
        with trial.site({name: data}, registry) as site:
            with open(site.path / "output", "w+") as output, open(site.path / "errors", "w+") as errors:
                process = site.start("--jobs", "1", streams=(output, errors))
                _, status, usage = os.wait4(process.pid, 0)
            code = os.waitstatus_to_exitcode(status)
            process.returncode = code
            seconds = usage.ru_utime + usage.ru_stime
            slowest = max(slowest, (seconds, name))
            tally.add(
                name, exit_code=code not in (0, 1) and code, seconds=seconds > MOST_SECONDS and round(seconds, 1),
                left=site.leftovers(),
            )
    tally.remark = f"at most {slowest[0]:.1f} s of CPU time ({slowest[1]})"
    return tally
