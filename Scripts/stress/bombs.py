"""Decompression bombs: small files that unpack to more data than the memory of a machine can contain."""
import gzip
import json
import os
import struct
import time
import zlib

from .site import REGISTRY, Tally, sample

SIDE = 65_500


def chunk(kind, data, length=None):
    body = kind + data
    return struct.pack(">I", len(data) if length is None else length) + body + struct.pack(">I", zlib.crc32(body))


def zeros(count):
    """Returns a zlib stream of `count` zero bytes, built from one repeated piece."""
    piece = zlib.compressobj(9, zlib.DEFLATED, -15)
    one = piece.compress(bytes(1 << 20)) + piece.flush(zlib.Z_FULL_FLUSH)
    end = zlib.compressobj(9, zlib.DEFLATED, -15)
    rest = end.compress(bytes(count & 0xFFFFF)) + end.flush()
    # For zeros, the low half of Adler-32 is 1, and the high half grows by 1 with each byte.
    return b"\x78\xda" + one * (count >> 20) + rest + struct.pack(">I", count % 65521 << 16 | 1)


def png(width, height, *extra):
    """Returns a black 1-bit grey PNG, with further chunks before the pixels."""
    header = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0))
    pixels = zeros(height * (1 + (width + 7) // 8))
    return b"\x89PNG\r\n\x1a\n" + header + b"".join(extra) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")


def jpeg(width, height):
    """Returns the sample's first JPEG with another size in its frame header."""
    data = bytearray(next(data for data in sample().values() if data[:2] == b"\xff\xd8"))
    offset = 2
    while data[offset + 1] not in (0xC0, 0xC2):
        offset += 2 + struct.unpack_from(">H", data, offset + 2)[0]
    struct.pack_into(">HH", data, offset + 5, height, width)
    return bytes(data)


def progressive_scans(count):
    """Returns a progressive JPEG of 4,000 × 4,000 pixels whose scans refine the same coefficients many times."""
    start = b"\xff\xd8" + b"\xff\xdb" + struct.pack(">HB", 67, 0) + bytes([1] * 64)
    frame = b"\xff\xc2" + struct.pack(">HBHHBBBB", 11, 8, 4000, 4000, 1, 1, 0x11, 0)
    table = b"\xff\xc4" + struct.pack(">HB", 20, 0x10) + bytes([1] + [0] * 15) + b"\xe0"
    # One symbol: an EOB run of at least 2^14 blocks, with 14 further bits per run.
    scan = b"\xff\xda" + struct.pack(">HBBBBBB", 8, 1, 1, 0, 1, 63, 0) + bytes(32)
    return start + frame + table + scan * count + b"\xff\xd9"


def gif_codes(pixels):
    """Returns LZW codes for at least `pixels` equal pixels. Each code stands for one pixel more than the code before
    it, until the table is full."""
    bits, count, done = 0, 0, 0

    def cycle(limit):
        codes, size, length, following = [(256, 9)], 9, 1, 258
        left = limit
        while left > 0 and following < 4096:
            codes.append((0 if length == 1 else following - 1, size))
            left -= length
            if length > 1 or len(codes) > 2:
                following += 1
                size = 12 if following >= 2048 else 11 if following >= 1024 else 10 if following >= 512 else 9
            length += 1
        return codes, limit - left

    codes, covered = cycle(pixels)
    out = bytearray()
    while done < pixels:
        for code, size in codes:
            bits |= code << count
            count += size
            while count >= 8:
                out.append(bits & 255)
                bits >>= 8
                count -= 8
        done += covered
    out.append(bits & 255)
    return bytes(out)


def gif(width, height, frames=1, codes=None):
    header = b"GIF89a" + struct.pack("<HHBBB", width, height, 0xF7, 0, 0) + bytes(768)
    codes = gif_codes(width * height) if codes is None else codes
    blocks = b"".join(bytes([len(part)]) + part for part in (codes[i:i + 255] for i in range(0, len(codes), 255)))
    frame = b"\x21\xf9\x04\x04\x01\x00\x00\x00" + b"\x2c" + struct.pack("<HHHHB", 0, 0, width, height, 0) + b"\x08" + blocks + b"\x00"
    return header + frame * frames + b"\x3b"


def tiff(width, height, next_folder=0):
    """Returns a TIFF that declares this size and whose only strip does not exist."""
    tags = [(256, 4, width), (257, 4, height), (258, 3, 8), (259, 3, 1), (262, 3, 1), (273, 4, 8), (278, 4, height), (279, 4, 64)]
    entries = b"".join(struct.pack("<HHII", tag, kind, 1, value) for tag, kind, value in tags)
    return b"II*\0" + struct.pack("<IH", 8, len(tags)) + entries + struct.pack("<I", next_folder)


def bmp(width, height):
    return b"BM" + struct.pack("<IHHI", 54, 0, 0, 54) + struct.pack("<IiiHHIIiiII", 40, width, height, 1, 24, 0, 0, 0, 0, 0, 0) + bytes(64)


def webp(width, height):
    bits = (width - 1) | (height - 1) << 14
    body = b"VP8L" + struct.pack("<I", 10) + b"\x2f" + struct.pack("<I", bits) + bytes(5)
    return b"RIFF" + struct.pack("<I", 4 + len(body)) + b"WEBP" + body


def bombs():
    """Returns, by name, the file and whether its header shows that it is a bomb."""
    large = bytes(16 << 20)
    svg = b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9">' + b" " * (16 << 20) + b"</svg>"
    profile = chunk(b"iCCP", b"icc\0\0" + zeros(256 << 20))
    return {
        "side.png": (png(SIDE, SIDE), True),
        "side.jpg": (jpeg(SIDE, SIDE), True),
        "side.gif": (gif(SIDE, SIDE, codes=gif_codes(SIDE * SIDE // 40)), True),
        "side.tif": (tiff(SIDE, SIDE), True),
        "side.bmp": (bmp(SIDE, SIDE), True),
        "side.webp": (webp(16_384, 16_384), True),
        "wide.png": (png(1_000_000, 1_000), True),
        "frames.gif": (gif(500, 500, 10_000, gif_codes(250_000)), True),
        "chunk.png": (png(8, 8)[:33] + struct.pack(">I", 1 << 30) + b"zTXtText" + chunk(b"IEND", b""), True),
        "profile.png": (png(8, 8, profile), False),
        "text.png": (png(8, 8, *[chunk(b"zTXt", b"t\0\0" + zeros(256 << 20))] * 20), False),
        "scans.jpg": (progressive_scans(5000), False),
        "loop.tif": (tiff(8, 8, 8), False),
        "zeros.jpg": (gzip.compress(large), True),
        "zeros.svg": (gzip.compress(large), True),
        "drawing.svg": (gzip.compress(svg), True),
        "drawing.jpg": (gzip.compress(svg), True),
    }


TIMEOUT, MEMORY = 10, 1 << 30
CALLS = [
    # The first call uses the default settings. The second call uses limits that are too high, and also accepts SVG.
    ((), {}, True),
    (("--max-pixels", "10000000000", "--max-frames", "100000"), {"IMAGEKIT_ALLOW_LOADERS": "svg"}, False),
]


def exploded(trial):
    """A bomb must affect only its own image, and must stay within the limits of a worker.

    If the header of a file shows that it is a bomb, imagekit must reject the file immediately.
    """
    tally, slowest, largest = Tally(), 0, 0
    registry = json.loads(json.dumps(REGISTRY))
    registry["generators"]["app:moving"] = {
        "source": "photos", "processors": [{"ResizeToFill": [60, 40]}], "format": "GIF", "animated": True,
    }
    good = dict(list(sample().items())[:1])
    made = bombs()
    cases = [(name, call) for call in CALLS for name in made]
    for name, (options, settings, is_default) in cases:
        if trial.percent < 100 and trial.rng.random() > max(trial.percent, 25) / 100:
            continue
        data, is_in_header = made[name]
        with trial.site({name: data} | good, registry) as site:
            started = time.monotonic()
            with open(site.path / "output", "w+") as output, open(site.path / "errors", "w+") as errors:
                process = site.start("--timeout", str(TIMEOUT), *options, environment=settings, streams=(output, errors))
                # wait4 returns the usage of the process and of the children that it waited for.
                _, status, usage = os.wait4(process.pid, 0)
            took, code = time.monotonic() - started, os.waitstatus_to_exitcode(status)
            process.returncode = code
            events = [json.loads(line) for line in (site.path / "output").read_text().splitlines()]
            images = [event for event in events if event["event"] == "image"]
            bad = [event for event in images if event["source"].endswith(name) and event["status"] == "failed"]
            others = [event for event in images if not event["source"].endswith(name) and event["status"] == "failed"]
            seconds = took - trial.seconds if is_in_header and is_default else 0
            slowest, largest = max(slowest, seconds), max(largest, usage.ru_maxrss * 1024)
            tally.add(
                f"{name} {' '.join(options)}".strip(),
                parent=code not in (0, 1) and f"exit code {code}: {(site.path / 'errors').read_text()}",
                accepted_as_an_image=is_in_header and is_default and len(bad) < (1 if name == "frames.gif" else 3) and images,
                others_fail=others[:1], left=site.leftovers(),
                # A job has the timeout of each of its images and is retried once.
                time=took > TIMEOUT * 6 + 5 and round(took), memory=usage.ru_maxrss * 1024 > MEMORY * 1.25 and usage.ru_maxrss,
                rejected_late=seconds > 1 and round(seconds, 2),
            )
    tally.remark = f"refused because of the header: in at most {slowest:.1f} s; largest process {largest >> 20} MiB"
    return tally
