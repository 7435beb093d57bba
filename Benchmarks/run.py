#!/usr/bin/env python3
"""Measures imagekit and its peers. Writes RESULTS.md and cost.svg next to this file.

usage: Benchmarks/run.py [--rounds N] [--only CASE…] [--imagekit PATH] [--single-library PATH] [--folder PATH] [--jobs N]

The script keeps the pictures and trees in --folder for the next run (about 15 GB with the tree of a million sources).
With --only, it prints the figures and writes no file.
"""

import argparse
import os
import subprocess
import sys
from pathlib import Path

from harness import chart, report, tools
from harness.cases import Cases
from harness.corpora import Corpora
from harness.measure import Failed
from harness.peers import Peers

CASES = """
    one_size one_of_five four_sizes tiny_images django formats growth nothing_to_do start cold_call memory quality
""".split()


def arguments():
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--only", nargs="+", choices=CASES, metavar="CASE", help=", ".join(CASES))
    parser.add_argument("--imagekit", type=Path, default=tools.ROOT / ".build/release/imagekit")
    help = "an imagekit whose libvips is a single library, such as the wheel's: measure its cold call too"
    parser.add_argument("--single-library", type=Path, metavar="PATH", help=help)
    parser.add_argument("--folder", type=Path, default=cache / "imagekit-benchmarks")
    parser.add_argument("--jobs", type=int, default=os.cpu_count())
    return parser.parse_args()


def main():
    asked = arguments()
    tools.install()
    imagekit = asked.imagekit.resolve()
    corpora = Corpora(asked.folder.resolve())
    single_library = asked.single_library and asked.single_library.resolve()
    peers = Peers(imagekit, corpora, asked.jobs)
    cases = Cases(imagekit, single_library, corpora, peers, asked.rounds, lambda line: print(line, flush=True))
    results, skipped = [], []
    for name in asked.only or CASES:
        print(name.replace("_", " "), flush=True)
        try:
            results.append(getattr(cases, name)())
        except (Failed, subprocess.CalledProcessError) as failure:
            print(f"  skipped: {failure}")
            skipped.append(name)
    corpora.delete_spent()
    text = report.markdown(tools.machine(), tools.versions(imagekit), asked.rounds, results)
    if asked.only:
        print(text)
    else:
        series = {name: points for result in results for name, points in result.series.items()}
        here = Path(__file__).parent
        (here / "RESULTS.md").write_text(text)
        (here / "cost.svg").write_text(chart.svg(series))
        print(f"wrote {here / 'RESULTS.md'}")
    if skipped:
        sys.exit(f"skipped: {', '.join(skipped)}")


main()
