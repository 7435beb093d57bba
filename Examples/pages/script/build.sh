#!/bin/sh
set -e
mkdir -p public
imagekit generateimages --manifest images.json
python3 gallery.py > public/index.html
