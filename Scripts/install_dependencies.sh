#!/usr/bin/env bash
# Installs the given Debian packages that are missing. If no package is missing, the script prints nothing.
#
# usage: Scripts/install_dependencies.sh PACKAGE…
set -euo pipefail

if ! command -v apt-get >/dev/null; then
    if pkg-config --exists vips libdeflate sqlite3 2>/dev/null; then exit 0; fi
    echo "imagekit needs libvips, libdeflate, and SQLite with their headers, and pkg-config: on macOS, 'brew install vips libdeflate pkg-config'." >&2
    exit 1
fi

missing=()
for package in "$@"; do
    status=$(dpkg-query --show --showformat='${db:Status-Status}' "$package" 2>/dev/null || true)
    [ "$status" = installed ] || missing+=("$package")
done
[ ${#missing[@]} -eq 0 ] && exit 0

as_root=()
if [ "$(id -u)" -ne 0 ]; then
    command -v sudo >/dev/null || {
        echo "imagekit needs ${missing[*]}: as root, 'apt-get install ${missing[*]}'." >&2
        exit 1
    }
    as_root=(sudo)
fi

log=$(mktemp)
trap 'rm -f "$log"' EXIT
apt() {
    "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -q "$@" </dev/null >>"$log" 2>&1
}

echo "Installing ${missing[*]}…"
# Without a recent apt-get update, the first attempt does not find the packages.
apt install -y --no-install-recommends "${missing[@]}" ||
    { apt update && apt install -y --no-install-recommends "${missing[@]}"; } ||
    { tail -n 20 "$log" >&2; exit 1; }
