"""Holds the pictures that imagekit made against those that django-imagekit made."""

from pathlib import Path

import numpy
from PIL import Image

# The mean difference of a channel, in 256ths, that a file may have. Lossless files differ by the last digit of the
# resampling; JPEG and WebP by what their encoders make of it.
LOSSLESS = 1.0
LOSSY = 2.5
# A GIF's palette is chosen by another algorithm.
PALETTE = 8.0

TOLERANCES = {".png": LOSSLESS, ".jpg": LOSSY, ".jpeg": LOSSY, ".webp": LOSSY, ".gif": PALETTE}


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
