# Functions that the tests of packages share. Each test sources this file.
# shellcheck shell=bash
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
. Packaging/product.sh

work=$PWD/.build/packages/test-$(basename "$0" .sh)

fail() { echo "$(basename "$0"): $*" >&2; exit 1; }
skip() { echo "$*"; exit 77; }
needs() { for tool in "$@"; do command -v "$tool" >/dev/null || skip "$tool is not installed"; done; }

# Copies the sample site into a folder. Usage: sample FOLDER
sample() {
    rm -rf "$1"
    mkdir -p "$1"
    cp -r specs.json media "$1/"
    rm -rf "$1/media/CACHE"
}

# The number of images of the sample. This number is calculated by hand from the registry: sources × generators.
sample_count=32

# Makes the images of the sample with a command. Usage: make_sample FOLDER COMMAND…
make_sample() {
    local folder=$1
    shift
    (cd "$folder" && "$@" generateimages --sandbox required 'myapp:*')
    local count
    count=$(find "$folder/media/CACHE/images" -name .imagekit -prune -o -type f -print | wc -l)
    [ "$count" = "$sample_count" ] || fail "$count instead of $sample_count images"
    (cd "$folder" && "$@" generateimages --check 'myapp:*')
}

# Creates a minimal Debian in a folder. The first call downloads this release of Debian. Usage: debian FOLDER [RELEASE]
debian() {
    needs debootstrap chroot
    [ "$(id -u)" = 0 ] || skip "debootstrap needs root"
    local release=${2:-bookworm}
    local base=${DEBIAN_BASE:-$PWD/.build/packages/debian}-$release
    if [ ! -e "$base/complete" ]; then
        rm -rf "$base"
        debootstrap --variant=minbase "$release" "$base" "${DEBIAN_MIRROR:-http://deb.debian.org/debian}" || return
        touch "$base/complete"
    fi
    rm -rf "$1"
    cp -a "$base" "$1"
}

# Runs a command in a folder that `debian` created. Usage: within FOLDER COMMAND…
within() {
    local root=$1
    shift
    # Mount /proc only in the namespace of the commands, so that the folder can be deleted afterwards.
    unshare --mount --pid --fork --kill-child bash -euc '
        root=$1
        shift
        mount -t proc proc "$root/proc"
        mount --bind /dev "$root/dev"
        for file in resolv.conf hosts; do [ -e "/etc/$file" ] && cp -L "/etc/$file" "$root/etc/$file"; done
        for name in ca-certificates.crt; do
            [ -e "/etc/ssl/certs/$name" ] && mkdir -p "$root/etc/ssl/certs" && cp -L "/etc/ssl/certs/$name" "$root/etc/ssl/certs/$name"
        done
        exec chroot "$root" "$@"' bash "$root" "$@"
}
