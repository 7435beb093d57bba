#!/usr/bin/env bash
# Runs the instructions of the Dockerfile in a minimal Debian 12, because Docker is not available here. Makes the images of the
# sample as the user of the image, and with the user's own ID as `docker run --user` does.
. "$(dirname "$0")/common.sh"
needs dpkg-deb unshare setpriv

Packaging/build_deb.sh
grep -qx 'FROM debian:bookworm-slim' Packaging/Dockerfile || fail "the Dockerfile starts from another image"
grep -qxF 'COPY dist/imagekit_*.deb /tmp/' Packaging/Dockerfile || fail "the Dockerfile copies another package"
run=$(awk '/^RUN /, !/\\$/' Packaging/Dockerfile)
user=$(sed -n 's/^USER //p' Packaging/Dockerfile)
entrypoint=$(sed -n 's/^ENTRYPOINT \["\(.*\)"\]$/\1/p' Packaging/Dockerfile)

debian "$work"
cp "$dist"/imagekit_"$version"-1_*.deb "$work/tmp/"
within "$work" bash -euc "export DEBIAN_FRONTEND=noninteractive; ${run#RUN }"
[ -z "$(ls "$work/tmp")" ] || fail "the package is left in the image"

# Runs the entry point in /site. Usage: as USER ARGUMENT…
as() {
    local id=$1
    shift
    within "$work" setpriv --reuid "$id" --regid "$id" --clear-groups bash -euc 'cd /site && exec "$@"' bash "$entrypoint" "$@"
}
for id in "$user" 4711; do
    sample "$work/site"
    within "$work" chown -R "$id:$id" /site
    as "$id" generateimages --sandbox required 'myapp:*'
    count=$(find "$work/site/media/CACHE/images" -name .imagekit -prune -o -type f -print | wc -l)
    [ "$count" = "$sample_count" ] || fail "$count instead of $sample_count images as $id"
    as "$id" doctor
done
rm -rf "$work"
