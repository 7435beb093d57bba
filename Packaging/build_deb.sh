#!/usr/bin/env bash
# Makes dist/imagekit_VERSION_ARCHITECTURE.deb for the Debian or Ubuntu release of this machine.
set -euo pipefail
cd "$(dirname "$0")/.."
. Packaging/product.sh

root=$PWD/.build/packages/deb
tree=$root/imagekit
stage "$tree" /usr
doc=$tree/usr/share/doc/imagekit

# Move files to the folders and names that Debian uses.
mkdir -p "$tree/usr/lib/systemd/system" "$tree/usr/share/zsh/vendor-completions"
mv "$tree"/usr/share/zsh/site-functions/_imagekit "$tree/usr/share/zsh/vendor-completions/"
rmdir "$tree/usr/share/zsh/site-functions"
for unit in imagekit.service imagekit.timer imagekit-watch.service imagekit-serve.service; do
    # The package does not enable the units, because a user must first enter the folder of a site in them.
    sed 's|/usr/local/bin|/usr/bin|; s|^# /etc/systemd/system/|# |' "Examples/$unit" >"$tree/usr/lib/systemd/system/$unit"
done
find "$tree/usr/share/man" -type f -exec gzip --no-name --best {} +
{
    printf 'Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/\nUpstream-Name: ImageKit\n\n'
    printf 'Files: *\nCopyright: %s\nLicense: %s\n' "$(sed -n 's/^Copyright (c) //p' LICENSE | head -n 1)" "$license"
    sed 's/^$/./; s/^/ /' LICENSE
    printf 'Comment:\n THIRD-PARTY-NOTICES contains the licenses of the libraries that are a part of the executables.\n .\n'
    sed 's/^$/./; s/^/ /' NOTICE
} >"$doc/copyright"
rm "$doc/LICENSE"
printf 'imagekit (%s-1) stable; urgency=medium\n\n  * See changelog.gz.\n\n -- %s  %s\n' \
    "$version" "$maintainer" "$(date --rfc-email --date="@$SOURCE_DATE_EPOCH")" | gzip --no-name --best >"$doc/changelog.Debian.gz"
gzip --no-name --best <CHANGELOG.md >"$doc/changelog.gz"
install -D -m 644 Packaging/deb/lintian-overrides "$tree/usr/share/lintian/overrides/imagekit"

# dpkg-shlibdeps reads the name of the package from debian/control.
mkdir -p "$root/debian" "$tree/DEBIAN"
printf 'Source: imagekit\n\nPackage: imagekit\nArchitecture: any\n' >"$root/debian/control"
depends=$(cd "$root" && dpkg-shlibdeps --warnings=0 -O -e imagekit/usr/bin/imagekit -e imagekit/usr/libexec/imagekit/imagekit-worker \
    -e imagekit/usr/libexec/imagekit/imagekit-serve)
# dpkg-shlibdeps does not find libvips, because the worker loads libvips at run time. Debian's package of libvips does not
# state which version has which functions, so state the lowest version here.
vips=$(dpkg-query --search '*/libvips.so.42' | sed -n '1s/:.*//p')
[ -n "$vips" ] || { echo "build_deb.sh: no package contains libvips.so.42" >&2; exit 1; }
cat >"$tree/DEBIAN/control" <<CONTROL
Package: imagekit
Version: $version-1
Architecture: $(dpkg --print-architecture)
Maintainer: $maintainer
Installed-Size: $(du --summarize --apparent-size --block-size=1K "$tree" | cut -f 1)
Depends: ${depends#shlibs:Depends=}, $vips (>= $minimum_libvips)
Recommends: libcurl4 | libcurl4t64 | libcurl3-gnutls
Suggests: libpq5
Section: graphics
Priority: optional${published_homepage:+
Homepage: $published_homepage}
Description: $summary
 A registry, specs.json, says which images to make from which folders. One
 command makes every image that is missing or out of date, in parallel, in
 confined worker processes.
 .
 Names of cache files equal those of django-imagekit.
CONTROL
(cd "$tree" && find usr -type f -print0 | sort --zero-terminated | xargs --null md5sum) >"$tree/DEBIAN/md5sums"
find "$tree" -exec touch --no-dereference --date="@$SOURCE_DATE_EPOCH" {} +

package=$dist/imagekit_$version-1_$(dpkg --print-architecture).deb
mkdir -p "$dist"
dpkg-deb --root-owner-group -Zxz --build "$tree" "$package" >/dev/null
report "$package"
