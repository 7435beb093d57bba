"""The pictures of the model site, drawn anew each time: nothing in them is anybody else's."""

import random
from pathlib import Path

from PIL import Image, ImageDraw


def draw(seed, size, mode="RGB"):
    """A gradient with shapes in one half, so that a crop by entropy knows where to go."""
    rng = random.Random(seed)
    width, height = size
    wide = Image.linear_gradient("L").resize(size)
    tall = Image.linear_gradient("L").rotate(90).resize(size)
    picture = Image.merge("RGB", [wide, tall, Image.new("L", size, rng.randrange(60, 200))])
    pen = ImageDraw.Draw(picture)
    for _ in range(60):
        x, y = rng.randrange(width // 2), rng.randrange(height // 2)
        side = rng.randrange(8, max(9, width // 6))
        pen.ellipse([x, y, x + side, y + side], fill=tuple(rng.randrange(256) for _ in range(3)))
    if mode == "RGBA":
        picture.putalpha(Image.radial_gradient("L").resize(size).point(lambda value: 255 - value))
    if mode == "framed":
        framed = Image.new("RGB", (width + 80, height + 60), (250, 250, 250))
        framed.paste(picture, (50, 20))
        picture = framed
    return picture.convert("RGB") if mode == "framed" else picture.convert(mode)


def lay_out(media):
    """Writes the pictures below `media`, in the folders that the models upload to."""
    pictures = {
        "avatars/ada.jpg": draw(1, (640, 480)),
        "avatars/grace h.PNG": draw(2, (300, 400), "RGBA"),
        "avatars/zoë.jpeg": draw(3, (500, 500)),
        "pictures/harbour.jpg": draw(4, (900, 600)),
        "pictures/forest.webp": draw(5, (480, 640)),
        "pictures/fair.png": draw(6, (400, 300)),
        "pictures/concert.jpg": draw(7, (600, 800)),
        "covers/sea.jpg": draw(8, (320, 420), "framed"),
        "covers/stars.png": draw(9, (260, 260), "framed"),
        "covers/out-of-print.jpg": draw(10, (200, 200)),
        "oddities/odd.jpg": draw(11, (200, 200)),
    }
    for name, picture in pictures.items():
        path = Path(media, name)
        path.parent.mkdir(parents=True, exist_ok=True)
        quality = {} if path.suffix.lower() == ".png" else {"quality": 92}
        picture.save(path, **quality)
