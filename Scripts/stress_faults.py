#!/usr/bin/env python3
"""Puts imagekit through kills, signals, rivals, hostile files and damaged states, and writes Tests/RELIABILITY.md.

usage: Scripts/stress_faults.py IMAGEKIT [--count PERCENT] [--report PATH]      (exit 0 when every promise holds)

100 percent are 200 kills, 50 signals, 50 rounds of two and of four runs at once, 10,000 mutated files and 1,000 damaged
states. The pictures are the sample's; what is random has a fixed seed.
"""
import argparse
import hashlib
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
REGISTRY = {
    "settings": {"MEDIA_ROOT": "media"},
    "source_groups": {"photos": {"glob": "photos/**/*.*"}},
    "generators": {
        "app:small": {"source": "photos", "processors": [{"ResizeToFill": [60, 40]}], "format": "JPEG"},
        "app:large": {"source": "photos", "processors": [{"ResizeToFit": [300, 300]}], "format": "PNG"},
    },
}


class Site:
    """A folder with a registry and pictures; `with` removes it."""

    def __init__(self, imagekit, pictures):
        self.imagekit = imagekit
        self.path = Path(tempfile.mkdtemp(prefix="imagekit-stress-"))
        (self.path / "media/photos").mkdir(parents=True)
        (self.path / "specs.json").write_text(json.dumps(REGISTRY))
        for name, data in pictures.items():
            (self.path / "media/photos" / name).write_bytes(data)
        self.cache = self.path / "media/CACHE/images"

    def __enter__(self):
        return self

    def __exit__(self, *_):
        shutil.rmtree(self.path, ignore_errors=True)

    def start(self, *options):
        return subprocess.Popen(
            [self.imagekit, "generateimages", "--log-format", "json", *options], cwd=self.path, text=True,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True,
        )

    def run(self, *options):
        process = self.start(*options)
        output, errors = process.communicate()
        return process.returncode, output, errors

    def tree(self):
        """Digests of all cache files."""
        found = {}
        for path in sorted(self.cache.rglob("*")):
            name = path.relative_to(self.cache)
            if path.is_file() and name.parts[0] != ".imagekit":
                found[str(name)] = hashlib.sha256(path.read_bytes()).hexdigest()
        return found

    def leftovers(self):
        folder = self.cache / ".imagekit/tmp"
        return list(folder.iterdir()) if folder.exists() else []


def sample():
    return {path.name: path.read_bytes() for path in sorted((ROOT / "media/photos").glob("*.*"))[:12]}


def clean_tree(imagekit):
    with Site(imagekit, sample()) as site:
        started = time.monotonic()
        code, _, errors = site.run()
        assert code == 0, errors
        return site.tree(), time.monotonic() - started


def kills(imagekit, count, rng, clean, seconds):
    """kill -9 of the whole session at random moments; what is there is whole, the next run completes the tree."""
    bad = 0
    for _ in range(count):
        with Site(imagekit, sample()) as site:
            process = site.start()
            time.sleep(rng.uniform(0, seconds))
            try:
                os.killpg(process.pid, signal.SIGKILL)
            except ProcessLookupError:
                pass
            process.communicate()
            partial = any(clean.get(name) != digest for name, digest in site.tree().items())
            code, _, _ = site.run()
            bad += partial or code != 0 or site.tree() != clean or bool(site.leftovers())
    return bad


def signals(imagekit, count, rng, clean, seconds):
    """SIGTERM and SIGINT: ended within two seconds, with whole files and the right code."""
    bad = 0
    for round in range(count):
        number = (signal.SIGTERM, signal.SIGINT)[round % 2]
        with Site(imagekit, sample()) as site:
            process = site.start()
            # Before it has a handler a signal ends it at once, which is right and shows as -15 or -2.
            time.sleep(rng.uniform(0, seconds))
            process.send_signal(number)
            sent = time.monotonic()
            process.communicate()
            late = time.monotonic() - sent > 2
            partial = any(clean.get(name) != digest for name, digest in site.tree().items())
            bad += late or partial or process.returncode not in (0, 128 + number, -number)
    return bad


def rivals(imagekit, count, clean, runs):
    """Several runs at once: each image is made by one of them."""
    bad = 0
    for _ in range(count):
        with Site(imagekit, sample()) as site:
            processes = [site.start() for _ in range(runs)]
            made, codes = [], []
            for process in processes:
                output, _ = process.communicate()
                codes.append(process.returncode)
                events = [json.loads(line) for line in output.splitlines()]
                made += [event["name"] for event in events if event.get("status") == "generated"]
            bad += any(codes) or len(made) != len(set(made)) or set(made) != {"CACHE/images/" + n for n in clean}
            bad += site.tree() != clean
    return bad


def mutated(data, rng):
    data = bytearray(data)
    for _ in range(rng.choice((1, 2, 8, 64))):
        place = rng.randrange(min(len(data), rng.choice((64, 1024, len(data)))))
        kind = rng.randrange(3)
        if kind == 0:
            data[place] ^= 1 << rng.randrange(8)
        elif kind == 1:
            data[place] = rng.choice((0, 0x7F, 0x80, 0xFF))
        else:
            data[place:place + rng.randrange(1, 64)] = b""
        if len(data) < 64:
            break
    return bytes(data)


def seeds(imagekit):
    """The sample's pictures small, in every format that is written."""
    formats = ["JPEG", "PNG", "GIF", "WEBP", "TIFF", "BMP", "AVIF"]
    with Site(imagekit, dict(list(sample().items())[:3])) as site:
        registry = dict(REGISTRY)
        registry["generators"] = {
            f"app:{name}": {"source": "photos", "processors": [{"ResizeToFit": [80, 80]}], "format": name} for name in formats
        }
        (site.path / "specs.json").write_text(json.dumps(registry))
        site.run()
        return [path.read_bytes() for path in sorted(site.cache.rglob("*")) if path.is_file() and ".imagekit" not in path.parts]


def mutations(imagekit, count, rng):
    """Mutated files: each is made or named, and the run ends by itself with 0 or 1."""
    bad, done, codes = 0, 0, {}
    corpus = seeds(imagekit)
    while done < count:
        part = min(250, count - done)
        pictures = {f"{place}.img": mutated(rng.choice(corpus), rng) for place in range(part)}
        with Site(imagekit, pictures) as site:
            code, output, errors = site.run("--timeout", "20")
            events = [json.loads(line) for line in output.splitlines()]
            told = {event["source"] for event in events if event.get("event") == "image"}
            bad += code not in (0, 1) or len(told) != part or bool(site.leftovers())
            for event in events:
                if event.get("status") == "failed":
                    key = event["error"]["code"]
                    codes[key] = codes.get(key, 0) + 1
        done += part
    return bad, codes


def damaged_states(imagekit, count, rng, clean):
    """A state that is cut off or has flipped bits: the next run ends with 0 and the tree is as it was."""
    bad = 0
    with Site(imagekit, sample()) as site:
        site.run()
        state = site.cache / ".imagekit/state.sqlite3"
        whole = state.read_bytes()
        for _ in range(count):
            data = bytearray(whole)
            if rng.random() < 0.3:
                data = data[: rng.randrange(len(data))]
            else:
                for _ in range(rng.choice((1, 8, 200))):
                    data[rng.randrange(len(data))] ^= 1 << rng.randrange(8)
            state.write_bytes(data)
            code, _, _ = site.run()
            bad += code != 0 or site.tree() != clean
    return bad


def main():
    parser = argparse.ArgumentParser(usage=__doc__)
    parser.add_argument("imagekit", type=os.path.abspath)
    parser.add_argument("--count", type=float, default=100)
    parser.add_argument("--report", type=Path, default=ROOT / "Tests/RELIABILITY.md")
    options = parser.parse_args()
    rng = random.Random(20)
    scaled = lambda whole: max(1, round(whole * options.count / 100))
    clean, seconds = clean_tree(options.imagekit)
    rows = []

    def note(name, count, whole, bad, remark=""):
        rows.append((name, count, whole, bad, remark))
        print(f"{name}: {count} of {whole}, {bad} bad {remark}", flush=True)

    note("kill -9 of everything", scaled(200), 200, kills(options.imagekit, scaled(200), rng, clean, seconds * 1.1))
    note("SIGTERM, SIGINT", scaled(50), 50, signals(options.imagekit, scaled(50), rng, clean, seconds))
    note("two runs at once", scaled(50), 50, rivals(options.imagekit, scaled(50), clean, 2))
    note("four runs at once", scaled(50), 50, rivals(options.imagekit, scaled(50), clean, 4))
    note("damaged states", scaled(1000), 1000, damaged_states(options.imagekit, scaled(1000), rng, clean))
    bad, codes = mutations(options.imagekit, scaled(10_000), rng)
    remark = ", ".join(f"{name} {count}" for name, count in sorted(codes.items()))
    note("mutated files", scaled(10_000), 10_000, bad, f"refused: {remark}")

    lines = [
        "# Reliability", "",
        f"Written by `make stress` (`Scripts/stress_faults.py --count {options.count:g}`), seed 20.", "",
        "| what | done | of | bad | |", "|---|--:|--:|--:|---|",
    ] + [f"| {name} | {count} | {whole} | {bad} | {remark} |" for name, count, whole, bad, remark in rows]
    options.report.write_text("\n".join(lines) + "\n")
    return 1 if any(row[3] for row in rows) else 0


if __name__ == "__main__":
    sys.exit(main())
