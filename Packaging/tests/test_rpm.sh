#!/usr/bin/env bash
# Builds the RPM package and checks its list of dependencies. Installs it into an empty folder with rpm, makes the images of the
# sample, and removes it. No system that uses RPM is available here, so it is untested whether the names of the dependencies
# exist in such a system.
. "$(dirname "$0")/common.sh"
needs rpmbuild rpm
[ "$(id -u)" = 0 ] || skip "rpm needs root"

Packaging/build_rpm.sh
package=$PWD/$dist/imagekit-$version-1.$architecture.rpm
case $dist in /*) package=$dist/imagekit-$version-1.$architecture.rpm ;; esac
rm -rf "$work"
mkdir -p "$work/root"
rpm --query --requires --package "$package" | tee "$work/requires"
grep -q '^libvips.so.42' "$work/requires" || fail "libvips is not required"
grep -q '^libsqlite3.so.0' "$work/requires" || fail "SQLite is not required"
grep -qx "vips < $minimum_libvips" <(rpm --query --conflicts --package "$package") || fail "an old libvips is allowed"
# Debian's rpm warns that Debian has its own packages. Its files need no scripts, and their dependencies are files of Debian.
in_root() { rpm --force-debian --root "$work/root" --nodeps --noplugins "$@"; }
rpm --root "$work/root" --initdb
in_root --install "$package"
in_root --verify imagekit
sample "$work/site"
make_sample "$work/site" "$work/root/usr/bin/imagekit"
in_root --erase imagekit
[ -z "$(find "$work/root" -name 'imagekit*')" ] || fail "files or folders are left after removal"
rm -rf "$work"
