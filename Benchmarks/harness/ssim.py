"""usage: ssim.py <PAIRS : SSIM of pictures against a one-step Lanczos reduction of the full image.

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
    latest, full, references = None, None, {}
    for line in sys.stdin:
        source, path = line.rstrip("\n").split("\t")
        # The lines of one source follow each other, so keep only the latest source and its reductions.
        if source != latest:
            with Image.open(source) as image:
                full = ImageOps.exif_transpose(image).convert("RGB")
            latest, references = source, {}
        with Image.open(path) as picture:
            picture = picture.convert("RGB")
        if picture.size not in references:
            references[picture.size] = luma(full.resize(picture.size, Image.Resampling.LANCZOS))
        print(f"{ssim(references[picture.size], luma(picture)):.6f}", flush=True)


main()
