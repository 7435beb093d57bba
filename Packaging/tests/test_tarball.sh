#!/usr/bin/env bash
# Unpacks the archive into an empty folder and runs it from there. Checks that two builds have the same bytes.
. "$(dirname "$0")/common.sh"

Packaging/build_tarball.sh
archive=$dist/imagekit-$version-linux-$architecture.tar.gz
first=$(sha256sum <"$archive")
Packaging/build_tarball.sh
[ "$first" = "$(sha256sum <"$archive")" ] || fail "two builds differ"

rm -rf "$work"
mkdir -p "$work/prefix"
tar -xzf "$archive" -C "$work/prefix" --strip-components=1
if strings "$work/prefix/bin/imagekit" "$work"/prefix/libexec/imagekit/imagekit-* | grep -F "$PWD/"; then
    fail "an executable contains the path of the build"
fi
sample "$work/site"
make_sample "$work/site" env -i "PATH=$work/prefix/bin:/usr/bin:/bin" imagekit
rm -rf "$work"
