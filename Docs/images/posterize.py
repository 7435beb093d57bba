#!/usr/bin/env python3
"""A program for `exec`: leaves so many bits of each channel. Reads an image on standard input, writes a PNG on standard output."""
import sys

from PIL import Image, ImageOps

image = Image.open(sys.stdin.buffer).convert("RGB")
ImageOps.posterize(image, int(sys.argv[1])).save(sys.stdout.buffer, "PNG")
