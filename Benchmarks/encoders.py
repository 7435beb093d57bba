#!/usr/bin/env python3
"""Measures the save options `method` of WebP and `speed` of AVIF. Writes the table "encoders" of Docs/formats.md.

usage: Benchmarks/encoders.py IMAGEKIT [--photographs N] [--rounds N] [--folder PATH]

The sources are photographs, reduced to PNGs of 800 pixels. Each image has the size of its source, so the SSIM shows only
the loss of the encoder. The time is the CPU time of a run with one worker, minus the CPU time of a run that writes PNGs
without compression. Writing these PNGs costs little, so the rest is the time of encoding.
"""

import argparse
import functools
import json
import os
import shutil
import statistics
import subprocess
from pathlib import Path

from harness import measure, similarity, tools
from harness.corpora import Corpora

PAGE = tools.ROOT / "Docs/formats.md"
# For each format, the option, its values, and the default. AVIF encodes in the same way with the speeds 9 and 10.
OPTIONS = {"WEBP": ("method", range(7), 4), "AVIF": ("speed", range(10), 6)}
UNCOMPRESSED = "base"


def arguments():
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("imagekit", type=Path)
    parser.add_argument("--photographs", type=int, default=8, metavar="N")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--folder", type=Path, default=cache / "imagekit-benchmarks")
    return parser.parse_args()


def write_registry(folder):
    """Writes a registry with one generator for each value, and with the generator of the uncompressed PNGs."""
    specs = {UNCOMPRESSED: {"format": "PNG", "options": {"compress_level": 0}}}
    for kind, (option, values, _) in OPTIONS.items():
        specs |= {f"{kind}:{value}": {"format": kind, "options": {option: value}} for value in values}
    registry = {
        "settings": {"MEDIA_ROOT": "."},
        "source_groups": {"photos": {"glob": ["*.png"]}},
        "generators": {name: {"source": "photos", **spec} for name, spec in specs.items()},
    }
    (folder / "specs.json").write_text(json.dumps(registry))
    return list(specs)


def programs(imagekit, folder, generators, images):
    """Returns a run of each generator. A run writes the paths of its images to `images`, by source."""

    def run(name):
        manifest = folder / "manifest.json"
        options = ["-q", "--force", "-j", "1", "--timeout", "600", "-r", folder / "specs.json", "--manifest", manifest]
        cost = measure.run([imagekit, "generateimages", *options, name])
        listed = json.loads(manifest.read_text())["images"]
        images[name] = {image["source"]: folder / image["name"] for image in listed}
        return cost

    return {name: functools.partial(run, name) for name in generators}


def table(costs, images, sources):
    names = [name for name in costs if name != UNCOMPRESSED]
    pictures = {name: [images[name][source.name] for source in sources] for name in names}
    likeness = dict(zip(names, similarity.means(sources, pictures.values(), os.cpu_count())))
    lines = ["| format | option | CPU time of an image | size of an image | SSIM |", "|---|---|--:|--:|--:|"]
    for name in names:
        kind, value = name.split(":")
        option, _, default = OPTIONS[kind]
        pairs = zip(costs[name], costs[UNCOMPRESSED])
        time = statistics.median(own.cpu - other.cpu for own, other in pairs) / len(sources)
        size = statistics.mean(path.stat().st_size for path in pictures[name])
        mark = " (default)" if int(value) == default else ""
        lines.append(f"| `{kind}` | `{option}: {value}`{mark} | {time:.2g} s | {size / 1000:.1f} kB | {likeness[name]:.4f} |")
    return "\n".join(lines)


def main():
    asked = arguments()
    tools.install()
    corpora = Corpora(asked.folder.resolve())
    photographs = [path for path in corpora.photographs() if path.stem.endswith("-1")]
    photographs = photographs[:: max(1, len(photographs) // asked.photographs)][: asked.photographs]
    folder = corpora.folder / "encoders"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    subprocess.run(["vipsthumbnail", *photographs, "--size", "800x800", "-o", f"{folder}/%s.png[strip]"], check=True)
    generators = write_registry(folder)
    images = {}
    costs = measure.alternate(programs(asked.imagekit.resolve(), folder, generators, images), asked.rounds)
    text = table(costs, images, sorted(folder.glob("*.png")))
    start, end = "<!-- generated: encoders -->\n", "<!-- end: encoders -->"
    head, _, rest = PAGE.read_text(encoding="utf-8").partition(start)
    PAGE.write_text(f"{head}{start}{text}\n{end}{rest.partition(end)[2]}", encoding="utf-8")
    print(text)
    shutil.rmtree(folder)


main()
