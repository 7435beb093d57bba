#!/usr/bin/env bash
# Installs the wheel in a new Python environment, and in a minimal Debian 12 without libvips. Makes the images of the sample
# with the sandbox in both.
. "$(dirname "$0")/common.sh"
needs python3

Packaging/build_wheel.sh
wheel=$(ls "$dist/$python_module-$version"-*.whl)
rm -rf "$work"
python3 -m venv "$work/venv"
start=$(date +%s%N)
"$work/venv/bin/pip" install --quiet --disable-pip-version-check --no-index "$wheel"
sample "$work/site"
(cd "$work/site" && "$work/venv/bin/imagekit" generateimage myapp:thumbnail "$(cd media && ls photos/*.jpg | sed -n 1p)")
echo "from pip install to the first image: $((($(date +%s%N) - start) / 1000000)) ms"
make_sample "$work/site" "$work/venv/bin/imagekit"
"$work/venv/bin/python" -m "$python_module" --version
grep -q '"libvips":"8.18' <<<"$("$work/venv/bin/imagekit" formats --json)" || fail "not the bundled libvips"
"$work/venv/bin/python" -c "import $python_module; assert $python_module.executable() == '$(realpath "$work/venv/bin/imagekit")'"
(cd "$work/site" && "$work/venv/bin/imagekit" doctor)

# A worker must load only the GLib in the bundled libvips.
for file in imagekit-worker lib/libvips.so.42; do ldd "$work/venv/libexec/imagekit/$file"; done >"$work/libraries"
if grep -E 'libglib|libgobject|not found' "$work/libraries"; then fail "wrong libraries"; fi

debian "$work/debian"
cp "$wheel" "$work/debian/root/"
sample "$work/debian/srv/site"
within "$work/debian" bash -euc '
    export DEBIAN_FRONTEND=noninteractive
    apt-get -q update
    apt-get -q install --yes --no-install-recommends python3-venv
    python3 -m venv /opt/imagekit
    /opt/imagekit/bin/pip install --quiet --no-index /root/*.whl
    cd /srv/site
    /opt/imagekit/bin/imagekit generateimages --sandbox required "myapp:*"
    /opt/imagekit/bin/imagekit generateimages --check "myapp:*"
    /opt/imagekit/bin/imagekit doctor
    test -z "$(ls /usr/lib/*/libvips* 2>/dev/null)"'
count=$(find "$work/debian/srv/site/media/CACHE/images" -name .imagekit -prune -o -type f -print | wc -l)
[ "$count" = "$sample_count" ] || fail "$count instead of $sample_count images in Debian"
rm -rf "$work"
