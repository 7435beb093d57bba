#!/usr/bin/env python3
"""Makes the pictures of Docs/images/ with imagekit, from the registry in that folder.

usage: Scripts/docs_images.py IMAGEKIT      (needs Pillow for the program in the picture of exec)
"""
import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
IMAGES = ROOT / "Docs" / "images"


def make(imagekit, pattern):
    """Makes the pictures of the matching generators. Returns their files by id."""
    with tempfile.NamedTemporaryFile() as manifest:
        subprocess.run(
            [imagekit, "generateimages", pattern, "--registry", IMAGES / "specs.json", "--manifest", manifest.name], check=True
        )
        images = json.load(open(manifest.name, encoding="utf-8"))["images"]
    return {image["generator"]: ROOT / "media" / image["name"] for image in images}


def main():
    (imagekit,) = sys.argv[1:]
    # Make the overlay first, because other pictures use it.
    for file in make(imagekit, "docs:stamp").values():
        shutil.copy(file, IMAGES / "stamp.png")
    folder = IMAGES / "processors"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    made = make(imagekit, "docs:processor")
    for generator, file in made.items():
        shutil.copy(file, folder / (generator.split(":")[-1] + file.suffix))
    print(f"{len(made)} pictures, {sum(file.stat().st_size for file in folder.iterdir()) // 1024} KiB, in {folder.relative_to(ROOT)}")


if __name__ == "__main__":
    main()
