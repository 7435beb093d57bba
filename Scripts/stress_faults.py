#!/usr/bin/env python3
"""Puts imagekit through kills, signals, rivals, bad disks, hostile files and damaged states, and writes
Tests/RELIABILITY.md.

usage: Scripts/stress_faults.py IMAGEKIT [--count PERCENT] [--only WORD] [--report PATH]      (exit 0 when every promise holds)

100 percent are the counts that the report's table names. The pictures are the sample's; what is random has a fixed seed.
Disks are mounted where the script is run as root, and left out otherwise.
"""
import argparse
import os
import sys
import time
from pathlib import Path

from stress import bombs, disks, images, interruptions, machine, states
from stress.site import ROOT, Trial, clean_tree, sample

CHECKS = [
    ("kill -9 of everything, at random moments", 200, interruptions.kills),
    ("SIGTERM and SIGINT", 50, interruptions.signals),
    ("two runs at once", 50, lambda trial: interruptions.rivals(trial, 2)),
    ("four runs at once", 50, lambda trial: interruptions.rivals(trial, 4)),
    ("a full disk (tmpfs), by its size", 20, disks.full),
    ("a read-only cache folder", 2, disks.read_only),
    ("EIO and EDQUOT from system calls", 64, disks.failing),
    ("images under `ulimit -n 256`", 10_000, disks.few_descriptors),
    ("damaged states", 1000, states.damaged),
    ("bombs, with and without limits", 34, bombs.exploded),
    ("mutated images", 10_000, images.mutations),
]

PROMISES = """\
What counts as bad: an exit code that is not 0 or 1 (or a signal's own); a cache file that is not, byte for byte, what an undisturbed
run makes; an image made twice, or by nobody; an old image that passes for fresh; something left in `.imagekit/tmp`; a next run that
does not end with 0 and the tree of an undisturbed one; a failure without the path and the system's reason; an older file that was
touched; a wrong manifest; a bomb that takes a second where its header tells, or more than `--timeout` and `max_memory` allow."""


def main():
    parser = argparse.ArgumentParser(usage=__doc__)
    parser.add_argument("imagekit", type=os.path.abspath)
    parser.add_argument("--count", type=float, default=100)
    parser.add_argument("--only", default="", help="only the checks whose name has this in it; writes no report")
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
        f"Written by `make stress{'' if percent == 100 else f' COUNT={percent:g}'}` (`Scripts/stress_faults.py`, seed 20), "
        f"in {seconds / 60:.0f} minutes.", "",
        *(f"- {name}: {value}" for name, value in facts), "",
        "| what | done | of | bad | took | |", "|---|--:|--:|--:|--:|---|", *rows, "", PROMISES,
    ]
    if wrong:
        lines += ["", "## What went wrong", "", *(f"- {problem}" for problem in wrong[:50])]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    sys.exit(main())
