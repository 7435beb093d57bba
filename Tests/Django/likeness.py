"""Holds the pictures that imagekit made against those that django-imagekit made."""

from pathlib import Path

import numpy
from PIL import Image

# The mean difference of a channel, of 255, that a file may have: a PNG by the resampling alone, JPEG and WebP by what
# their encoders make of that besides, a GIF by its palette, which another algorithm chooses. A JPEG whose sides are not
# multiples of eight differs most: what is shrunk while it is decoded is stretched by less than a pixel.
PNG, LOSSY, GIF = 0.5, 3.0, 5.0

TOLERANCES = {".png": PNG, ".jpg": LOSSY, ".jpeg": LOSSY, ".webp": LOSSY, ".gif": GIF}


def check(theirs, ours, names):
    """Compares the trees of both; returns the largest difference by kind of file."""
    largest = {}
    problems = []
    for path in sorted(Path(theirs).rglob("*")):
        if not path.is_file():
            continue
        name = path.relative_to(theirs)
        kind = path.suffix.lower()
        with Image.open(path) as their, Image.open(Path(ours, name)) as our:
            if (their.size, their.format) != (our.size, our.format):
                problems.append(f"{name}: {their.format} {their.size} of Django, {our.format} {our.size} of imagekit")
                continue
            difference = mean_difference(their, our)
        largest[kind] = max(largest.get(kind, 0), difference)
        if difference > TOLERANCES[kind]:
            problems.append(f"{name}: differs by {difference:.2f}, {TOLERANCES[kind]} is allowed ({names.get(str(name))})")
    if problems:
        raise SystemExit("\n".join(problems))
    return "largest mean difference " + ", ".join(f"{kind} {value:.2f}" for kind, value in sorted(largest.items()))


def mean_difference(one, other):
    """Over the channels of RGBA, colours weighed by their opacity: a transparent pixel has no colour."""
    one, other = (premultiplied(picture) for picture in (one, other))
    return float(numpy.abs(one - other).mean())


def premultiplied(picture):
    pixels = numpy.asarray(picture.convert("RGBA"), dtype=numpy.float64)
    pixels[..., :3] *= pixels[..., 3:] / 255
    return pixels
