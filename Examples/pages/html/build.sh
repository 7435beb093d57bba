#!/bin/sh
# This example copies a finished site to public, where a site generator would write its pages.
set -e
mkdir -p public
cp -R site/. public
imagekit html public --generator example:photo
