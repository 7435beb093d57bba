"""Draws the pictures of the model site, so that no other author has rights to them."""

import random
from pathlib import Path

from PIL import Image, ImageDraw, ImageFilter


def draw(seed, size, kind="opaque"):
    """Returns a plain background with a gradient and shapes in its upper left part, which a crop by entropy finds."""
    rng = random.Random(seed)
    width, height = size
    part = size if kind == "filled" else (width * 2 // 3, height * 2 // 3)
    wide, tall = Image.linear_gradient("L").resize(part), Image.linear_gradient("L").rotate(90).resize(part)
    picture = Image.new("RGB", size, (40, 90, rng.randrange(60, 200)))
    picture.paste(Image.merge("RGB", [wide, tall, Image.new("L", part, 128)]))
    pen = ImageDraw.Draw(picture)
    for _ in range(25):
        x, y = rng.randrange(part[0] - 20), rng.randrange(part[1] - 20)
        side = rng.randrange(width // 20, width // 5)
        pen.ellipse([x, y, x + side, y + side], fill=tuple(rng.randrange(256) for _ in range(3)))
    # Blur the picture like a photograph. JPEG artefacts at hard edges would hide the differences of the resampling.
    picture = picture.filter(ImageFilter.GaussianBlur(width / 60))
    if kind == "translucent":
        alpha = Image.new("L", size, 255)
        ImageDraw.Draw(alpha).rectangle([0, height - 40, width, height], fill=128)
        picture.putalpha(alpha)
    if kind == "framed":
        framed = Image.new("RGBA", (width + 80, height + 60), (250, 250, 250, 0))
        framed.paste(picture, (50, 20))
        picture = framed
    return picture


def lay_out(media):
    """Writes the pictures below `media`, into the upload folders of the models."""
    pictures = {
        "avatars/ada.jpg": draw(1, (640, 480)),
        "avatars/grace h.PNG": draw(2, (300, 400), "translucent"),
        "avatars/zoë.jpeg": draw(3, (500, 500)),
        "pictures/harbour.jpg": draw(4, (900, 600)),
        "pictures/forest.webp": draw(5, (480, 640)),
        "pictures/fair.png": draw(6, (400, 300)),
        "pictures/concert.jpg": draw(7, (600, 800)),
        "covers/sea.jpg": draw(8, (320, 420), "filled"),
        "covers/stars.png": draw(9, (260, 260), "framed"),
        "covers/out-of-print.jpg": draw(10, (200, 200)),
        "oddities/odd.jpg": draw(11, (200, 200)),
    }
    for name, picture in pictures.items():
        path = Path(media, name)
        path.parent.mkdir(parents=True, exist_ok=True)
        quality = {} if path.suffix.lower() == ".png" else {"quality": 92}
        picture.save(path, **quality)
