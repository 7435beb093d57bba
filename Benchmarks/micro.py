#!/usr/bin/env python3
"""Watches what planning and naming cost, for CI: fails where one costs twice what it did when micro.json was written.

usage: Benchmarks/micro.py [--imagekit PATH] [--record]

Machines differ and CI is noisy, so what counts is CPU time as a ratio to a reference loop that does comparable work in
the same minute: `find` over the same trees for planning, where folders are believed and where each image is looked at,
and a loop of digests for naming. The least of several runs is taken of each, for noise only ever adds.
"""

import argparse
import json
import shutil
import sys
import tempfile
from pathlib import Path

from harness import measure, tools
from harness.corpora import Corpora

BASELINE = Path(__file__).with_name("micro.json")
SOURCES, GENERATORS, RUNS = 5000, 4, 7
DIGESTS = f"""
import hashlib
for number in range({SOURCES * GENERATORS}):
    hashlib.md5(b"photos/%d.jpg" % number + bytes(1000)).hexdigest()
"""


def least_cpu(command):
    return min(measure.run(command).cpu for _ in range(RUNS))


def ratios(imagekit, folder):
    corpora = Corpora(folder)
    registry = corpora.tree(imagekit, SOURCES, GENERATORS)
    trees = [registry.parent / "photos", registry.parent / "CACHE"]
    generate = [imagekit, "generateimages", "-q", "-r", registry]
    find = least_cpu(["find", *trees, "-printf", "%p %s %T@\n"])
    believing = least_cpu(generate) / find
    corpora.touch_folders(registry)
    planning = least_cpu(generate) / find
    shutil.rmtree(registry.parent / "CACHE")
    naming = least_cpu([*generate, "--dry-run"]) / least_cpu([sys.executable, "-c", DIGESTS])
    return {"believing": believing, "planning": planning, "naming": naming}


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--imagekit", type=Path, default=tools.ROOT / ".build/release/imagekit")
    parser.add_argument("--record", action="store_true", help="write micro.json anew")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        measured = ratios(asked.imagekit.resolve(), folder)
    if asked.record:
        BASELINE.write_text(json.dumps({name: round(value, 2) for name, value in measured.items()}) + "\n")
    before = json.loads(BASELINE.read_text())
    for name, value in measured.items():
        print(f"{name}: {value:.2f} × its reference loop, {before[name]:.2f} × when it was recorded")
    doubled = [name for name, value in measured.items() if value > 2 * before[name]]
    if doubled:
        sys.exit(f"twice as dear as before: {', '.join(doubled)}")


main()
