#!/usr/bin/env python3
"""Tests imagekit with kills, signals, concurrent runs, failing disks, hostile files, and damaged states. Writes
Tests/RELIABILITY.md.

usage: Scripts/stress_faults.py IMAGEKIT [--count PERCENT] [--only WORD] [--report PATH]      (exit 0 if every promise holds)

100 percent means the counts in the report's table. The script uses the sample pictures and a fixed random seed. Only
root can mount file systems, so other users skip the checks that need them.
"""
import argparse
import os
import sys
import time
from pathlib import Path

from stress import bombs, budgets, calls, disks, edits, filesystems, images, interruptions, machine, power, slow, states
from stress.site import ROOT, Trial, clean_tree, sample

CHECKS = [
    ("kill -9 of all processes, at random times", 200, interruptions.kills),
    ("SIGTERM and SIGINT", 50, interruptions.signals),
    ("two runs at once", 50, lambda trial: interruptions.rivals(trial, 2)),
    ("four runs at once", 50, lambda trial: interruptions.rivals(trial, 4)),
    ("single calls during a batch of slow images", 100, calls.beside_a_batch),
    ("runs with a time budget of 1 to 10 seconds", 10, budgets.repeated),
    ("a full disk (tmpfs of several sizes)", 20, disks.full),
    ("a read-only cache folder", 2, disks.read_only),
    ("EIO and EDQUOT from system calls", 64, disks.failing),
    ("images with `ulimit -n 256`", 10_000, disks.few_descriptors),
    ("file systems without locks or shared memory", 21, filesystems.without_locks),
    ("power failures (ext4, XFS, Btrfs)", 60, power.unplugged),
    ("damaged states", 1000, states.damaged),
    ("edited states", 10_000, edits.hostile),
    ("decompression bombs, with and without limits", 34, bombs.exploded),
    ("slow files of 100 KB", 19, slow.decoded),
    ("mutated images", 10_000, images.mutations),
]

PROMISES = """\
A case counts as bad if one of these is true:

- The exit code is not 0, 1, or the code of a signal.
- A cache file has other bytes than after an undisturbed run.
- An image is made twice or not at all, or an old image counts as fresh.
- A file remains in `.imagekit/tmp`.
- The next run does not exit with 0, or its files differ from those of an undisturbed run.
- A failure is reported without the path and the system's reason.
- A cache file of an earlier run is changed.
- The manifest is wrong.
- Runs with a time budget do not make all images that can be made, or a run does not end when its budget ends.
- A file of 100 KB costs more than five seconds of CPU time.
- A name in an edited state leads to a file outside the cache folder.
- A decompression bomb takes a second or more although its header shows its size, or it exceeds `--timeout` or `max_memory`."""


def main():
    parser = argparse.ArgumentParser(usage=__doc__)
    parser.add_argument("imagekit", type=os.path.abspath)
    parser.add_argument("--count", type=float, default=100)
    parser.add_argument("--only", default="", help="run only the checks whose names contain this text; writes no report")
    parser.add_argument("--report", type=Path, default=ROOT / "Tests/RELIABILITY.md")
    options = parser.parse_args()
    facts = machine.facts(options.imagekit)
    trial = Trial(options.imagekit, options.count)
    trial.clean, trial.seconds = clean_tree(options.imagekit, sample())
    rows, wrong, began = [], [], time.monotonic()
    for name, whole, check in CHECKS:
        if options.only not in name:
            continue
        started = time.monotonic()
        tally = check(trial)
        seconds = round(time.monotonic() - started)
        rows.append(f"| {name} | {tally.done:,} | {whole:,} | {len(tally.wrong)} | {seconds:,} s | {tally.remark} |")
        wrong += [f"{name}: {problem}" for problem in tally.wrong]
        print(f"{name}: {tally.done} of {whole}, {len(tally.wrong)} bad, {seconds} s {tally.remark}", flush=True)
        for problem in tally.wrong[:5]:
            print(f"    {problem}", flush=True)
    if not options.only:
        options.report.write_text(report(options.count, facts, rows, wrong, time.monotonic() - began))
    return 1 if wrong else 0


def report(percent, facts, rows, wrong, seconds):
    lines = [
        "# Reliability", "",
        f"`make stress{'' if percent == 100 else f' COUNT={percent:g}'}` (`Scripts/stress_faults.py`, seed 20) "
        f"wrote this page in {seconds / 60:.0f} minutes.", "",
        *(f"- {name}: {value}" for name, value in facts), "",
        "| check | done | of | bad | time | remark |", "|---|--:|--:|--:|--:|---|", *rows, "", PROMISES,
    ]
    if wrong:
        lines += ["", "## Bad cases", "", *(f"- {problem}" for problem in wrong[:50])]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    sys.exit(main())
