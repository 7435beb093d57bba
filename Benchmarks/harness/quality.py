"""usage: quality.py <PAIRS : SSIM of pictures against a one-step Lanczos reduction of the full image.

Reads lines `SOURCE<TAB>PICTURE` from standard input and prints one number per line: the SSIM of the luma, with windows
of 8 × 8 pixels. Run it with the Python of .venv, which has Pillow and numpy.
"""

import sys

import numpy
from PIL import Image, ImageOps

WINDOW = 8
# The constants of Wang et al. (2004) for 8-bit samples.
C1, C2 = (0.01 * 255) ** 2, (0.03 * 255) ** 2


def luma(image):
    return numpy.asarray(image.convert("L"), dtype=numpy.float64)


def window_means(values):
    """Returns the mean of every window, from a table of sums."""
    table = numpy.pad(values.cumsum(0).cumsum(1), ((1, 0), (1, 0)))
    sums = table[WINDOW:, WINDOW:] - table[:-WINDOW, WINDOW:] - table[WINDOW:, :-WINDOW] + table[:-WINDOW, :-WINDOW]
    return sums / WINDOW**2


def ssim(a, b):
    mean_a, mean_b = window_means(a), window_means(b)
    variance_a = window_means(a * a) - mean_a**2
    variance_b = window_means(b * b) - mean_b**2
    covariance = window_means(a * b) - mean_a * mean_b
    likeness = (2 * mean_a * mean_b + C1) * (2 * covariance + C2)
    return float((likeness / ((mean_a**2 + mean_b**2 + C1) * (variance_a + variance_b + C2))).mean())


def main():
    references = {}
    for line in sys.stdin:
        source, path = line.rstrip("\n").split("\t")
        with Image.open(path) as picture:
            picture = picture.convert("RGB")
        key = (source, picture.size)
        if key not in references:
            # The lines of one source follow each other, so keep only the references of the latest source.
            references = {known: value for known, value in references.items() if known[0] == source}
            with Image.open(source) as full:
                full = ImageOps.exif_transpose(full).convert("RGB")
            references[key] = luma(full.resize(picture.size, Image.Resampling.LANCZOS))
        print(f"{ssim(references[key], luma(picture)):.6f}", flush=True)


main()
