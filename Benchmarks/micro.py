#!/usr/bin/env python3
"""Measures planning and naming. Fails if planning or naming takes twice the time that micro.json records.

usage: Benchmarks/micro.py [--imagekit PATH] [--record]

Machines differ, and times vary. So the script compares CPU times with a reference loop that does similar work
at the same time. For planning, the reference is `find` over the same trees. Planning is measured twice: with trusted
folder times, and with a check of each image. For naming, the reference is a loop of digests. The script uses the
shortest of several runs, because disturbances only add time.
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
    parser.add_argument("--record", action="store_true", help="write micro.json")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        measured = ratios(asked.imagekit.resolve(), folder)
    if asked.record:
        BASELINE.write_text(json.dumps({name: round(value, 2) for name, value in measured.items()}) + "\n")
    before = json.loads(BASELINE.read_text())
    for name, value in measured.items():
        print(f"{name}: {value:.2f} × its reference loop, recorded: {before[name]:.2f} ×")
    doubled = [name for name, value in measured.items() if value > 2 * before[name]]
    if doubled:
        sys.exit(f"takes more than twice the recorded time: {', '.join(doubled)}")


main()
