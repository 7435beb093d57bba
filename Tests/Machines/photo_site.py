"""A site with photographs, from which machines make images, and functions to wait for images and to compare them."""

import hashlib
import json
import pathlib
import random
import struct
import time
import zlib


def write_photo_site(folder, photos, size, large):
    """Writes noisy PNGs and a registry. Each PNG has a small JPEG, and a WebP that takes long to encode."""
    (folder / "photos").mkdir(parents=True)
    for seed in range(photos):
        (folder / "photos" / f"{seed}.png").write_bytes(png(*size, seed))

    def generator(width, **attributes):
        return {"source": "photos", "processors": [{"ResizeToFit": {"width": width}}], **attributes}

    registry = {
        "source_groups": {"photos": {"glob": ["photos/*.png"]}},
        "generators": {
            "small": generator(100, format="JPEG"),
            "large": generator(large, format="WEBP", options={"method": 6}),
        },
    }
    (folder / "specs.json").write_text(json.dumps(registry, indent=4))


def png(width, height, seed):
    row = random.Random(seed).randbytes(3 * width)
    rows = b"".join(b"\0" + row[3 * y :] + row[: 3 * y] for y in range(height))

    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows, 1)) + chunk(b"IEND", b"")


def images(folder):
    """Returns the SHA-256 of each image of a site, by its path in the cache folder."""
    root = pathlib.Path(folder) / "CACHE" / "images"
    files = [path for path in root.rglob("*") if path.is_file() and ".imagekit" not in path.parts]
    return {str(path.relative_to(root)): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def until(what, condition, seconds=180):
    """Waits until a condition is true, and returns its value."""
    end = time.monotonic() + seconds
    while not (result := condition()):
        if time.monotonic() > end:
            raise SystemExit(f"{what} did not happen in {seconds} s")
        time.sleep(0.1)
    return result
