#!/usr/bin/env bash
# Makes dist/imagekit-VERSION-1.ARCHITECTURE.rpm from the built executables. rpm finds the shared libraries that they need, except
# libvips, which a worker loads at run time.
set -euo pipefail
cd "$(dirname "$0")/.."
. Packaging/product.sh

top=$PWD/.build/packages/rpm
stage "$top/tree" /usr
mkdir -p "$top/tree/usr/lib/systemd/system"
for unit in imagekit.service imagekit.timer imagekit-watch.service imagekit-serve.service; do
    sed 's|/usr/local/bin|/usr/bin|; s|^# /etc/systemd/system/|# |' "Examples/$unit" >"$top/tree/usr/lib/systemd/system/$unit"
done
# The package owns the folders that only it uses, so that rpm removes them with the package.
(cd "$top/tree" && { find usr -type f; find usr -type d -path '*/imagekit*' -printf '%%dir /%p\n'; }) |
    sed 's|^usr|/usr|' | sort >"$top/files"
rpmbuild -bb --quiet \
    --define "_topdir $top" --define "version_ $version" --define "summary_ $summary" --define "license_ $license" \
    --define "minimum_libvips_ $minimum_libvips" ${published_homepage:+--define "homepage_ $published_homepage"} \
    --define "tree_ $top/tree" --define "files_ $top/files" --define "_rpmdir $top" --define "_build_id_links none" \
    --define "use_source_date_epoch_as_buildtime 1" --define "clamp_mtime_to_source_date_epoch 1" --define "_buildhost localhost" \
    Packaging/rpm/imagekit.spec
mkdir -p "$dist"
cp "$top/$architecture/imagekit-$version-1.$architecture.rpm" "$dist/"
report "$dist/imagekit-$version-1.$architecture.rpm"
