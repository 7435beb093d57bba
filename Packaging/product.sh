# Facts about the product that all packages share. Scripts in this folder source it in the root of the repository.
# shellcheck shell=bash disable=SC2034

version=$(sed -n 's/.*static let current = "\(.*\)".*/\1/p' Sources/ImageSpecs/ImageKitVersion.swift)
summary="Make thumbnails and other images from folders of images"
license=BSD-3-Clause
# The lowest version of libvips that the worker can use.
minimum_libvips=8.14
. Packaging/names.sh
# Empty if the address is an example.
published_homepage=$homepage
[[ $homepage != https://example.* ]] || published_homepage=
maintainer=${MAINTAINER:-$(git log -1 --format='%an <%ae>' 2>/dev/null || echo "unknown <unknown@localhost>")}

# The folder with the built executables, and the folder for packages.
release=${RELEASE:-.build/release}
dist=${DIST:-dist}
architecture=$(uname -m)

# The time of all files in packages, so that two builds give the same bytes.
SOURCE_DATE_EPOCH=${SOURCE_DATE_EPOCH:-$(git log -1 --format=%ct 2>/dev/null || stat -c %Y CHANGELOG.md)}
export SOURCE_DATE_EPOCH TZ=UTC LC_ALL=C.UTF-8
umask 022

# Installs the product into a new folder. Usage: stage FOLDER PREFIX
stage() {
    rm -rf "$1"
    make --no-print-directory -s install "DESTDIR=$1" "PREFIX=$2" "release=$release" >/dev/null
    find "$1" -exec touch --no-dereference --date="@$SOURCE_DATE_EPOCH" {} +
}

# Prints the size of a file. Usage: report FILE
report() { printf '%s: %s bytes\n' "$1" "$(stat -c %s "$1")"; }
