#!/usr/bin/env python3
"""Writes the tables of Docs/formats.md: makes files of each kind, decodes them with imagekit, and compares the colours.

usage: Scripts/formats_table.py IMAGEKIT

Needs the packages of Scripts/requirements.txt, Pillow 12 or newer with AVIF, pillow-heif, and pyvips-binary. The first
column is the result with the libvips of the system. The second column is the result with the libvips of pyvips-binary.

A kind counts as read if its colours are right. The right colours are computed from the definition of the format
or, if the kind has a profile, by littleCMS. The script exits with 1 if a kind is decoded to other colours.
"""
import json
import os
import re
import subprocess
import sys
import tempfile
from importlib.util import find_spec
from io import BytesIO
from pathlib import Path

import numpy as np
from PIL import Image

from formats_kinds import PATCH, kinds, truncated_kinds

PAGE = Path(__file__).resolve().parent.parent / "Docs" / "formats.md"


def newest_libvips(folder):
    """Returns an environment with the libvips of pyvips-binary, which has libvips and GLib in one library."""
    package = find_spec("pyvips_binary") or find_spec("_libvips")
    if package is None:
        sys.exit("formats_table.py: install pyvips-binary")
    (library,) = Path(package.origin).parent.glob("pyvips_binary.libs/libvips*.so*")
    for name in ("libvips.so.42", *(f"lib{part}-2.0.so.0" for part in ("glib", "gobject", "gio", "gmodule"))):
        (folder / name).symlink_to(library)
    return {**os.environ, "LD_LIBRARY_PATH": str(folder)}


def decoded(imagekit, environment, cases, truncated="refuse"):
    """Returns what imagekit makes of each case: a picture, or the message of its failure."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        (root / "media").mkdir()
        groups, generators = {}, {}
        for index, case in enumerate(cases):
            (root / "media" / f"{index}.source").write_bytes(case.data)
            groups[f"g{index}"] = {"files": [f"{index}.source"]}
            spec = {"format": "WEBP", "animated": True, "options": {"lossless": True}} if case.frames > 1 else {"format": "PNG"}
            generators[f"kind:g{index}"] = {"source": f"g{index}", **spec}
        settings = {"MEDIA_ROOT": "media", "truncated": truncated}
        registry = {"settings": settings, "source_groups": groups, "generators": generators}
        (root / "specs.json").write_text(json.dumps(registry))
        command = [imagekit, "generateimages", "--registry", root / "specs.json", "--log-format", "json"]
        run = subprocess.run(command, capture_output=True, text=True, env=environment, check=False)
        if run.returncode not in (0, 1):
            sys.exit(f"formats_table.py: imagekit exits with {run.returncode}: {run.stderr.strip()}")
        results = {}
        for line in run.stdout.splitlines():
            event = json.loads(line)
            if event.get("event") == "image":
                failed = event["status"] == "failed"
                result = event["error"] if failed else (root / "media" / event["name"]).read_bytes()
                results[int(event["source"].split(".")[0])] = result
        return [results[index] for index in range(len(cases))]


def difference(image, colors):
    """Returns the largest difference between the middle of a patch and its colour. Ignores the colours of transparent
    pixels."""
    pixels = np.asarray(image.convert("RGBA")).astype(float)[PATCH // 2, PATCH // 2 :: PATCH]
    wanted = np.array([(*color, 255)[:4] for color in colors], float)
    if pixels.shape != wanted.shape:
        return 255
    delta = np.abs(pixels - wanted)
    delta[wanted[:, 3] == 0, :3] = 0
    return delta.max()


def first_clause(message):
    """Returns the part of a message before its first colon, without the parts in parentheses."""
    while message != (shorter := re.sub(r" \([^()]*\)", "", message)):
        message = shorter
    return message.split(": ")[0].split(" (")[0]


def verdict(case, result):
    """Returns the cell of the table, and whether the result is right."""
    if isinstance(result, dict):
        return f"refused, `{result['code']}`: {first_clause(result['message'])}", True
    image = Image.open(BytesIO(result))
    if difference(image, case.shown) > case.limit:
        return "read with other colours", False
    if case.frames > 1 and getattr(image, "n_frames", 1) != case.frames:
        return "read, the first frame", True
    return ("read, converted to sRGB" if case.is_converted else "read"), True


def shown_part(case, result):
    if isinstance(result, dict):
        return verdict(case, result)
    image = np.asarray(Image.open(BytesIO(result)).convert("RGB")).astype(float)
    whole = case.rows
    if image.shape != whole.shape:
        return "read in another size", False
    same = np.abs(image - whole).max((1, 2)) <= case.limit
    rows = len(same) if same.all() else int(np.argmin(same))
    return (f"shown down to the cut ({rows} of {len(same)} rows)", True) if rows else ("nothing is right", False)


def version(imagekit, environment):
    text = subprocess.run([imagekit, "formats"], capture_output=True, text=True, env=environment, check=True).stdout
    return text.split("\n")[0].removeprefix("libvips ")


def table(heads, rows):
    lines = ["| " + " | ".join(heads) + " |", "|" + "---|" * len(heads)]
    return "\n".join(lines + ["| " + " | ".join(row) + " |" for row in rows])


def replaced(page, name, text):
    start, end = f"<!-- generated: {name} -->", f"<!-- end: {name} -->"
    head, _, rest = page.partition(start)
    return head + start + "\n" + text + "\n" + end + rest.partition(end)[2]


def main():
    (imagekit,) = sys.argv[1:]
    imagekit = str(Path(imagekit).resolve())
    with tempfile.TemporaryDirectory() as folder:
        environments = [dict(os.environ), newest_libvips(Path(folder))]
        versions = [f"libvips {version(imagekit, environment)}" for environment in environments]
        wrong, page = [], PAGE.read_text(encoding="utf-8")
        for name, cases, judge, truncated in (
            ("kinds", kinds(), verdict, "refuse"), ("truncated", truncated_kinds(), shown_part, "accept"),
        ):
            columns = [decoded(imagekit, environment, cases, truncated) for environment in environments]
            rows = []
            for case, *results in zip(cases, *columns):
                cells = [judge(case, result) for result in results]
                wrong += [f"{case.format}, {case.kind}: {cell}" for cell, is_right in cells if not is_right]
                rows.append([case.format, case.kind, *(cell for cell, _ in cells)])
            page = replaced(page, name, table(["format", "kind", *versions], rows))
    PAGE.write_text(page, encoding="utf-8")
    print(*wrong, sep="\n")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
