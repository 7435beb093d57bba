"""Makes files that Pillow cannot write, according to the specifications of their formats, for formats_kinds.py."""
import struct
import zlib
from itertools import product

import numpy as np

from color_fixtures import PATCH, chunk, png


def packed(rows, bits, order="big"):
    """Returns the bytes of numbers with this many bits. Each row starts with a new byte.

    `order` is the byte order of 16 and 32 bits.
    """
    if bits in (16, 32):
        return rows.astype({"big": ">", "little": "<"}[order] + f"u{bits // 8}").tobytes()
    digits = (np.asarray(rows)[..., None] >> np.arange(bits)[::-1] & 1).astype("u1")
    return np.packbits(digits.reshape(len(rows), -1), axis=1).tobytes()


def packed_png(rows, bits, kind, chunks=b""):
    """Returns a PNG with one sample for each pixel."""
    height, width = rows.shape
    length = (width * bits + 7) // 8
    data = packed(rows, bits)
    lines = b"".join(b"\0" + data[row * length : (row + 1) * length] for row in range(height))
    head = struct.pack(">II5B", width, height, bits, kind, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunks + chunk(b"IDAT", zlib.compress(lines)) + chunk(b"IEND", b"")


def interlaced_png(pixels):
    """Returns a PNG in seven passes (Adam7)."""
    passes = ((0, 0, 8, 8), (0, 4, 8, 8), (4, 0, 8, 4), (0, 2, 4, 4), (2, 0, 4, 2), (0, 1, 2, 2), (1, 0, 2, 1))
    lines = b"".join(b"\0" + row.tobytes() for y, x, down, across in passes for row in pixels[y::down, x::across])
    head = struct.pack(">II5B", pixels.shape[1], pixels.shape[0], 8, 2, 0, 0, 1)
    return png(pixels)[:8] + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(lines)) + chunk(b"IEND", b"")


def bmp(rows, shape, bits, palette=(), compression=0, masks=()):
    """Returns a BMP of rows that are stored from the bottom to the top, each a multiple of 4 bytes."""
    height, width = shape
    header = 124 if masks else 40
    table = b"".join(bytes((*color[::-1], 0)) for color in palette)
    info = struct.pack("<IiiHHIIiiII", header, width, height, 1, bits, 3 if masks else compression, len(rows), 0, 0, len(palette), 0)
    info += b"".join(struct.pack("<I", mask) for mask in masks)
    info = info.ljust(header, b"\0")
    if masks:
        info = info[:56] + b"BGRs" + info[60:]
    start = 14 + header + len(table)
    return b"BM" + struct.pack("<IHHI", start + len(rows), 0, 0, start) + info + table + rows


def rle(bits):
    """Returns run lengths for a row of eight patches."""
    row = b"".join(bytes((PATCH, index << 4 | index if bits == 4 else index)) for index in range(8))
    return (row + b"\0\0") * (PATCH - 1) + row + b"\0\1"


def tiff(
    planes, photometric, *, bits=None, form=1, extra=(), planar=1, tile=None, rows=None, compression=1, tags=(), data=None, icc=None,
    is_big=False, is_head_first=False,
):
    """Returns a TIFF of samples (height, width, bands), or of `data` as its only strip. `form` is the tag SampleFormat."""
    height, width, bands = planes.shape
    bits = bits or planes.itemsize * 8
    blocks = [data] if data else []
    if not data:
        across, down = (tile, tile) if tile else (width, rows or height)
        layers = [planes] if planar == 1 else [planes[..., band : band + 1] for band in range(bands)]
        for layer, y, x in product(layers, range(0, height, down), range(0, width, across)):
            blocks.append(np.ascontiguousarray(layer[y : y + down, x : x + across]).tobytes())
    blocks = [zlib.compress(block) if compression == 8 else block for block in blocks]
    entries = [
        (256, 3, [width]), (257, 3, [height]), (258, 3, [bits] * bands), (259, 3, [compression]), (262, 3, [photometric]), (277, 3, [bands]),
        (284, 3, [planar]), (339, 3, [form] * bands), *tags,
    ]
    entries += [(338, 3, list(extra))] if extra else []
    entries += [(34675, 7, icc)] if icc else []
    entries += [(322, 3, [tile]), (323, 3, [tile])] if tile else [(278, 3, [rows or height])]
    wide, count, head = ("Q", "Q", struct.pack("<2sHHH", b"II", 43, 8, 0)) if is_big else ("I", "H", struct.pack("<2sH", b"II", 42))
    size = struct.calcsize("<" + wide)

    def directory(at, starts):
        all_entries = sorted([*entries, (324 if tile else 273, 4, starts), (325 if tile else 279, 4, [len(block) for block in blocks])])
        tail_at = at + struct.calcsize("<" + count) + len(all_entries) * (4 + 2 * size) + size
        body, tail = struct.pack("<" + count, len(all_entries)), b""
        for tag, kind, values in all_entries:
            raw = bytes(values) if kind == 7 else b"".join(struct.pack({3: "<H", 4: "<I"}[kind], value) for value in values)
            body += struct.pack("<HH" + wide, tag, kind, len(values))
            body += raw.ljust(size, b"\0") if len(raw) <= size else struct.pack("<" + wide, tail_at + len(tail))
            tail += raw + b"\0" * (len(raw) % 2) if len(raw) > size else b""
        return body + b"\0" * size + tail

    def starts(at):
        return [at + sum(len(block) + len(block) % 2 for block in blocks[:index]) for index in range(len(blocks))]

    body = b"".join(block + b"\0" * (len(block) % 2) for block in blocks)
    first = len(head) + size
    if is_head_first:
        length = len(directory(first, starts(0)))
        return head + struct.pack("<" + wide, first) + directory(first, starts(first + length)) + body
    return head + struct.pack("<" + wide, first + len(body)) + body + directory(first + len(body), starts(first))


def flat_jpeg(planes, *, precision=8, lossless=False):
    """Returns a JPEG whose blocks have one value each, or a lossless JPEG.

    The lossless process predicts each sample from its left neighbour.
    """
    height, width, bands = planes.shape
    half, bits = 1 << (precision - 1), []

    def put(difference):
        size = int(abs(difference)).bit_length()
        bits.append(f"{size:04b}" + (f"{difference if difference > 0 else difference + (1 << size) - 1:0{size}b}" if size else ""))

    if lossless:
        for y, x, band in product(range(height), range(width), range(bands)):
            left = half if x == y == 0 else planes[y - 1, 0, band] if x == 0 else planes[y, x - 1, band]
            put(int(planes[y, x, band]) - int(left))
    else:
        last = [half] * bands
        for y, x, band in product(range(0, height, 8), range(0, width, 8), range(bands)):
            put(int(planes[y, x, band]) - int(last[band]))
            bits.append("0")
            last[band] = planes[y, x, band]
    text = "".join(bits)
    text += "1" * (-len(text) % 8)
    data = bytes(int(text[index : index + 8], 2) for index in range(0, len(text), 8)).replace(b"\xff", b"\xff\0")
    segment = lambda code, body: bytes([0xFF, code]) + struct.pack(">H", len(body) + 2) + body
    frame = struct.pack(">BHHB", precision, height, width, bands) + b"".join(bytes([band + 1, 0x11, 0]) for band in range(bands))
    scan = bytes([bands]) + b"".join(bytes([band + 1, 0]) for band in range(bands)) + (b"\1\0\0" if lossless else b"\0\x3f\0")
    tables = segment(0xC4, bytes([0, 0, 0, 0, 13] + [0] * 12) + bytes(range(13)))
    if not lossless:
        tables += segment(0xC4, bytes([0x10, 1] + [0] * 15) + b"\0") + segment(0xDB, b"\0" + b"\x08" * 64)
    code = 0xC3 if lossless else 0xC1 if precision > 8 else 0xC0
    return b"\xff\xd8" + tables + segment(code, frame) + segment(0xDA, scan) + data + b"\xff\xd9"
