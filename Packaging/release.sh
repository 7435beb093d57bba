#!/usr/bin/env bash
# Makes all packages of a release in dist/, with their SHA-256 sums and a bill of materials.
#
# usage: make release VERSION=0.3.0
set -euo pipefail
cd "$(dirname "$0")/.."
. Packaging/product.sh

wanted=${1:?usage: make release VERSION=0.3.0}
fail() { echo "release.sh: $*" >&2; exit 1; }

[ "$version" = "$wanted" ] || fail "Sources/ImageSpecs/ImageKitVersion.swift has version $version: change it to $wanted"
grep -qE "^## \[$wanted\] - [0-9]{4}-[0-9]{2}-[0-9]{2}$" CHANGELOG.md || fail "CHANGELOG.md has no heading '## [$wanted] - DATE'"
unreleased=$(awk '/^## \[Unreleased\]/ { inside = 1; next } /^## / { inside = 0 } inside && /^- /' CHANGELOG.md)
[ -z "$unreleased" ] || fail "CHANGELOG.md has unreleased entries: move them below [$wanted]"
Packaging/tests/test_versions.sh
[ -z "$(git status --porcelain)" ] || fail "the work tree has changes: commit them"
[ -n "$published_homepage" ] || echo "Packaging/names.sh contains no address of the project, so the packages contain none"

rm -rf "$dist"
mkdir -p "$dist"
make --no-print-directory build bench-micro
Scripts/check_instructions.sh .build/release/imagekit-worker
Scripts/check_processors.sh .build/release/imagekit
for package in tarball deb rpm wheel; do
    if [ "$package" = rpm ] && ! command -v rpmbuild >/dev/null; then
        echo "rpmbuild is not installed, so there is no RPM package"
        continue
    fi
    Packaging/build_$package.sh
done
# Package.resolved contains the versions of the Swift packages. With this file, a later build of the archive uses the same
# versions. The repository does not contain it, because SwiftPM changes it whenever Package.swift changes.
git archive --format=tar.gz --prefix="imagekit-$version/" --add-file=Package.resolved --output="$dist/imagekit-$version.tar.gz" HEAD
Packaging/sbom.py "$version" Packaging/wheel/requirements.txt >"$dist/imagekit-$version.cdx.json"
(cd "$dist" && sha256sum -- * >SHA256SUMS)
cat "$dist/SHA256SUMS"
