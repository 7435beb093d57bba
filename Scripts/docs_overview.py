#!/usr/bin/env python3
"""Makes the picture of the README, Docs/images/overview.webp: a source of the sample registry and the images that
imagekit makes from this source.

usage: Scripts/docs_overview.py IMAGEKIT      (needs Pillow)
"""
import json
import subprocess
import sys
import tempfile
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

ROOT = Path(__file__).resolve().parent.parent
SOURCE = "photos/city-at-dusk.jpg"
BACKGROUND, TEXT = "#ffffff", "#24292f"
WIDTH, HEIGHT, MARGIN = 1200, 460, 20


def made(imagekit):
    """Returns the image of each generator for the source."""
    with tempfile.NamedTemporaryFile() as manifest:
        subprocess.run([imagekit, "generateimages", "myapp:*", "--manifest", manifest.name, "-q"], check=True, cwd=ROOT)
        images = json.load(open(manifest.name, encoding="utf-8"))["images"]
    return {image["generator"]: image for image in images if image["source"] == SOURCE}


def main():
    (imagekit,) = sys.argv[1:]
    images = made(str(Path(imagekit).resolve()))
    canvas = Image.new("RGB", (WIDTH, HEIGHT), BACKGROUND)
    draw = ImageDraw.Draw(canvas)
    font, small = ImageFont.load_default(19), ImageFont.load_default(15)

    def show(path, box, title, details):
        """Shows a picture that fits into a box, with two lines of text below it."""
        x, y, width, height = box
        picture = Image.open(ROOT / "media" / path).convert("RGB")
        picture.thumbnail((width, height), Image.Resampling.LANCZOS)
        canvas.paste(picture, (x, y))
        draw.text((x, y + picture.height + 6), title, TEXT, font)
        draw.text((x, y + picture.height + 30), details, "#57606a", small)

    def details(image):
        return f"{image['width']} x {image['height']} {image['format']}, {image['bytes'] / 1000:.1f} kB"

    width, height = Image.open(ROOT / "media" / SOURCE).size
    size = (ROOT / "media" / SOURCE).stat().st_size
    show(SOURCE, (MARGIN, MARGIN + 40, 400, 300), SOURCE, f"{width} x {height} JPEG, {size / 1000:.1f} kB")
    draw.line([(440, 190), (500, 190)], TEXT, 4)
    draw.polygon([(500, 180), (520, 190), (500, 200)], TEXT)
    boxes = {
        "myapp:gallery:large": (550, MARGIN, 330, 220), "myapp:gallery:framed": (920, MARGIN, 260, 220),
        "myapp:card": (550, 314, 240, 85), "myapp:thumbnail": (920, 314, 100, 50),
    }
    for generator, box in boxes.items():
        show(images[generator]["name"], box, generator, details(images[generator]))
    file = ROOT / "Docs" / "images" / "overview.webp"
    canvas.save(file, quality=82, method=6)
    print(f"{file.relative_to(ROOT)}: {file.stat().st_size} bytes")


if __name__ == "__main__":
    main()
