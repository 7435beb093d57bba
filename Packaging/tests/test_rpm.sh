#!/usr/bin/env bash
# Builds the RPM package, checks its list of dependencies, and runs its files. No system that uses RPM is available here, so
# its installation is untested.
. "$(dirname "$0")/common.sh"
needs rpmbuild rpm2cpio cpio

Packaging/build_rpm.sh
package=$PWD/$dist/imagekit-$version-1.$architecture.rpm
case $dist in /*) package=$dist/imagekit-$version-1.$architecture.rpm ;; esac
rm -rf "$work"
mkdir -p "$work/root"
rpm --query --requires --package "$package" | tee "$work/requires"
grep -q '^libvips.so.42' "$work/requires" || fail "libvips is not required"
grep -q '^libsqlite3.so.0' "$work/requires" || fail "SQLite is not required"
(cd "$work/root" && rpm2cpio "$package" | cpio --extract --make-directories --quiet)
sample "$work/site"
make_sample "$work/site" "$work/root/usr/bin/imagekit"
rm -rf "$work"
