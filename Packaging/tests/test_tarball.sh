#!/usr/bin/env bash
# Unpacks the archive into an empty folder and runs it from there. Checks the sizes of the executables, and that two builds have
# the same bytes.
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
# The limits of the stripped sizes, in bytes. A new dependency must be worth its size.
for limit in bin/imagekit:60000000 libexec/imagekit/imagekit-serve:60000000 libexec/imagekit/imagekit-worker:16000000; do
    size=$(stat -c %s "$work/prefix/${limit%:*}")
    [ "$size" -le "${limit#*:}" ] || fail "${limit%:*} has $size bytes, more than ${limit#*:}"
done
sample "$work/site"
make_sample "$work/site" env -i "PATH=$work/prefix/bin:/usr/bin:/bin" imagekit
rm -rf "$work"
