#!/usr/bin/env python3
"""Writes the tiny pictures in Sources/Decoding/Samples, one for each format that a decoder of libvips reads.

`imagekit doctor` decodes these pictures to test the codecs. The script needs numpy, Pillow, and pillow-heif.
"""

import pathlib

import numpy
import pillow_heif
from PIL import Image

pillow_heif.register_heif_opener()
folder = pathlib.Path(__file__).parent.parent / "Sources/Decoding/Samples"
y, x = numpy.mgrid[0:16, 0:16]
pixels = numpy.stack([x * 16, y * 16, 255 - x * 8 - y * 8], -1).clip(0, 255).astype("uint8")
picture = Image.fromarray(pixels)
picture.save(folder / "sample.jpg", quality=50)
picture.save(folder / "sample.png", optimize=True)
picture.save(folder / "sample.webp", quality=50, method=6)
picture.save(folder / "sample.tif", compression="tiff_lzw")
picture.save(folder / "sample.avif", quality=50)
picture.resize((64, 64)).save(folder / "sample.heic", quality=30)
