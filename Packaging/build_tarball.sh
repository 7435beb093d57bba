#!/usr/bin/env bash
# Packs the installed files into dist/imagekit-VERSION-linux-ARCHITECTURE.tar.gz. Users can unpack the archive in
# /usr/local, for example. The executables use libvips and SQLite of the system.
set -euo pipefail
cd "$(dirname "$0")/.."
. Packaging/product.sh

name=imagekit-$version-linux-$architecture
stage "$PWD/.build/packages/tarball/$name" ""
mkdir -p "$dist"
tar --create --directory=.build/packages/tarball --sort=name --owner=0 --group=0 --numeric-owner --mtime="@$SOURCE_DATE_EPOCH" "$name" |
    gzip --no-name --best >"$dist/$name.tar.gz"
report "$dist/$name.tar.gz"
