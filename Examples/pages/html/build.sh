#!/bin/sh
# A site generator writes the site here. Then imagekit makes its images responsive.
set -e
mkdir -p public
cp -R site/. public
imagekit html public --generator example:photo
