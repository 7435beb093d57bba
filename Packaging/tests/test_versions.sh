#!/usr/bin/env bash
# Checks the files that cannot read product.sh and names.sh, and so repeat the version, the summary, the license, or the
# names. The copies must be equal.
. "$(dirname "$0")/common.sh"

grep -q "imagekit-$version.tar.gz" Packaging/homebrew/imagekit.rb || fail "homebrew has another version"
[ "$(grep -c "$version" Packaging/nix/default.nix)" = 2 ] || fail "nix has another version"
grep -q "\"version\": \"$version\"" Packaging/npm/package.json || fail "npm has another version"
for file in Packaging/homebrew/imagekit.rb Packaging/ci/gitlab.yml Docs/operations.md; do
    grep -qF "$homepage" "$file" || fail "$file has another address of the project"
done
grep -qF "$homepage/raw/v$version/" Packaging/ci/gitlab.yml || fail "gitlab.yml has another version"
grep -qE "uses: ${homepage#https://*/}@v$version( |\$)" Docs/operations.md || fail "operations.md has another action"
grep -qF "rev: v$version" Docs/operations.md || fail "operations.md has another version of the hooks"
for file in README.md Docs/install.md Docs/operations.md; do
    if grep -oE 'imagekit-vips[a-z-]*' "$file" | grep -vx "$pypi_name"; then fail "$file has another name of the package"; fi
done
for file in Packaging/homebrew/imagekit.rb Packaging/nix/default.nix Packaging/npm/package.json; do
    grep -q "$summary" "$file" || fail "$file has another summary"
    grep -qiE "BSD-?3" "$file" || fail "$file has another license"
done

# SwiftPM has the texts of licenses if it has built the executables here.
if [ -d .build/checkouts ]; then
    Packaging/notices.py | diff - THIRD-PARTY-NOTICES >&2 || fail "write the notices again: Packaging/notices.py >THIRD-PARTY-NOTICES"
fi
