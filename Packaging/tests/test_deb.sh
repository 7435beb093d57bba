#!/usr/bin/env bash
# Installs the Debian package in a minimal Debian 12 and a minimal Debian 13, makes the images of the sample with the sandbox,
# and removes the package.
. "$(dirname "$0")/common.sh"
needs dpkg-deb lintian

Packaging/build_deb.sh
package=$(ls "$dist"/imagekit_"$version"-1_*.deb)
lintian --fail-on error "$package"

# Installs, runs, and removes the package in a minimal Debian. Usage: test_in RELEASE
test_in() {
    debian "$work" "$1" || return
    cp "$package" "$work/root/imagekit.deb"
    sample "$work/srv/site"
    within "$work" bash -euc '
        export DEBIAN_FRONTEND=noninteractive
        apt-get -q update
        apt-get -q install --yes --no-install-recommends /root/imagekit.deb
        imagekit --version
        cd /srv/site && imagekit doctor'
    make_sample_inside() { within "$work" bash -euc 'cd /srv/site && exec imagekit "$@"' bash "$@"; }
    make_sample_inside generateimages --sandbox required 'myapp:*'
    count=$(find "$work/srv/site/media/CACHE/images" -name .imagekit -prune -o -type f -print | wc -l)
    [ "$count" = "$sample_count" ] || fail "$count instead of $sample_count images"
    make_sample_inside generateimages --check 'myapp:*'

    # The package must install the units, but not enable them.
    [ -e "$work/usr/lib/systemd/system/imagekit.timer" ] || fail "no systemd timer"
    [ -z "$(find "$work/etc/systemd" -name 'imagekit*' 2>/dev/null)" ] || fail "a systemd unit is enabled"
    [ -e "$work/usr/share/bash-completion/completions/imagekit" ] || fail "no completion for bash"

    within "$work" apt-get -q purge --yes imagekit
    [ -z "$(find "$work/usr" -path '*imagekit*' -not -path '*/doc/*')" ] || fail "files are left after removal"
    rm -rf "$work"
    echo "the package works in $1"
}

test_in bookworm
# The package of Debian 12 must also work in Debian 13, whose package of libvips has another name.
(debian "$work" trixie && rm -rf "$work") || { echo "Debian 13 cannot be installed here"; exit 0; }
test_in trixie
