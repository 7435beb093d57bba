"""Compares the pictures of imagekit with the pictures of django-imagekit."""

from pathlib import Path

import numpy
from PIL import Image

# The maximum mean difference of a channel, in levels of 255. PNG files differ only by the resampling. JPEG and WebP
# files also differ by their encoders, and GIF files by their palettes, which another algorithm chooses. The difference
# is largest for a JPEG whose sides are not multiples of eight: if it is reduced while it is decoded, it is stretched by
# less than a pixel.
PNG, LOSSY, GIF = 0.5, 3.0, 5.0

TOLERANCES = {".png": PNG, ".jpg": LOSSY, ".jpeg": LOSSY, ".webp": LOSSY, ".gif": GIF}


def check(theirs, ours, names):
    """Compares two folders. Returns the largest difference for each kind of file."""
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
    """Returns the mean difference over the channels of RGBA. Colours are weighted by alpha."""
    one, other = (premultiplied(picture) for picture in (one, other))
    return float(numpy.abs(one - other).mean())


def premultiplied(picture):
    pixels = numpy.asarray(picture.convert("RGBA"), dtype=numpy.float64)
    pixels[..., :3] *= pixels[..., 3:] / 255
    return pixels
