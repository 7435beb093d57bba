#!/usr/bin/env python3
"""Computes BlurHash and ThumbHash strings with their published implementations, for PlaceholderTests.

usage: pip install blurhash==1.1.5 thumbhash==0.1.2; Scripts/placeholder-expectations.py
Prints one line for each picture. The tests make the same pictures with the same formula.
"""
import base64

import blurhash
import thumbhash

SIZES = [(40, 30), (30, 40), (32, 32), (100, 20), (7, 90)]


def pattern(width, height):
    """Returns gradients with a bright block, like pattern(3, width, height) in the tests."""
    for y in range(height):
        for x in range(width):
            block = 90 if width // 4 <= x < width // 2 and height // 3 <= y < 2 * height // 3 else 0
            yield ((x * 7 + y * 3 + block) % 256, (x * 5 + y * 11 + 40 + block) % 256, (x * y + 20) % 256)


for width, height in SIZES:
    pixels = list(pattern(width, height))
    rows = [pixels[y * width : (y + 1) * width] for y in range(height)]
    rgba = [sample for pixel in pixels for sample in (*pixel, 255)]
    thumb = base64.b64encode(bytes(thumbhash.rgba_to_thumb_hash(width, height, rgba))).decode()
    print(f'            Expected(width: {width}, height: {height}, blurHash: #"{blurhash.encode(rows, 4, 3)}"#, thumbHash: "{thumb}"),')
