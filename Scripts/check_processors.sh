#!/usr/bin/env bash
# Fails if the images of a worker depend on the instruction set of the processor.
#
# usage: Scripts/check_processors.sh IMAGEKIT [PHOTO…]      (default: the photographs in media/photos)
#
# The script makes five sizes of each photograph twice. The first run uses the worker that is next to IMAGEKIT. The second
# run uses this worker in qemu-x86_64, which emulates a processor without AVX2. If qemu-x86_64 is missing (Debian package
# qemu-user), the script prints a message and succeeds.
#
# Both runs turn the sandbox off, because qemu emulates neither seccomp nor Landlock.
set -euo pipefail
imagekit=$(realpath "${1:?usage: Scripts/check_processors.sh IMAGEKIT [PHOTO…]}")
shift
root=$(realpath "$(dirname "$0")/..")
worker=${imagekit%/*}/imagekit-worker

[ "$(uname -m)" = x86_64 ] || exit 0
if ! command -v qemu-x86_64 >/dev/null; then
    echo "check_processors.sh: skipped, because qemu-x86_64 is not installed (Debian package qemu-user)" >&2
    exit 0
fi

[ $# -gt 0 ] || set -- "$root"/media/photos/*.jpg
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir "$work/photos"
number=0
for photo in "$@"; do
    number=$((number + 1))
    cp "$photo" "$work/photos/$number.jpg"
done

# The model qemu64 has the instructions that every x86-64 processor has, and few others.
cat >"$work/emulated-worker" <<END
#!/bin/sh
exec qemu-x86_64 -cpu qemu64 "$worker" "\$@"
END
chmod +x "$work/emulated-worker"

# Makes the images in a folder of $work, and writes their SHA-256 sums.
make_images() {
    local folder=$1 worker=$2
    IMAGEKIT_MEDIA_ROOT=$work IMAGEKIT_CACHEFILE_DIR=$folder IMAGEKIT_WORKER=$worker "$imagekit" generateimages --quiet \
        --registry "$root/Benchmarks/registries/five-sizes.json" --sandbox off --timeout 600
    (cd "$work/$folder" && find . -name '*.jpg' -exec sha256sum {} + | sort -k 2) >"$work/$folder.sums"
}

make_images native "$worker"
make_images emulated "$work/emulated-worker"
expected=$((5 * number))
images=$(wc -l <"$work/native.sums")
if [ "$images" -ne "$expected" ]; then
    echo "check_processors.sh: $images of $expected images were made" >&2
    exit 1
fi
if ! diff "$work/native.sums" "$work/emulated.sums" >&2; then
    echo "check_processors.sh: the images of an emulated processor without AVX2 differ" >&2
    exit 1
fi
echo "$expected images are the same on an emulated processor without AVX2."
