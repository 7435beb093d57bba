"""Compares pictures with their sources in parallel processes of ssim.py."""

import statistics
import subprocess
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from .tools import PYTHON

SCRIPT = Path(__file__).with_name("ssim.py")


def means(sources, sets, jobs):
    """Returns the mean SSIM of each set. A set has one picture for each source, in the same order."""
    sets = list(sets)
    rows = list(zip(sources, *sets))
    with ThreadPoolExecutor(jobs) as pool:
        shares = list(pool.map(_values, [rows[first::jobs] for first in range(jobs)]))
    values = [value for share in shares for value in share]
    return [statistics.mean(values[number :: len(sets)]) for number in range(len(sets))]


def _values(rows):
    """Returns the SSIM of every picture: all pictures of the first source, then those of the next source."""
    pairs = "".join(f"{source}\t{picture}\n" for source, *pictures in rows for picture in pictures)
    done = subprocess.run([PYTHON, SCRIPT], input=pairs, capture_output=True, text=True, check=True)
    return [float(line) for line in done.stdout.split()]
