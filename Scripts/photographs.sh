#!/usr/bin/env bash
# Creates the folder of photographs for benchmarks and acceptance runs.
#
# usage: Scripts/photographs.sh DEST [COPIES]
#
# The pictures are 48 JPEGs from five Debian wallpaper packages. This script copies each picture COPIES times (default 3),
# to DEST/photos/NAME-1.jpg, DEST/photos/NAME-2.jpg, … It downloads the packages to
# ${XDG_CACHE_HOME:-~/.cache}/imagekit-photographs and does not install them. It skips small files (previews, icons) and
# duplicates. The script needs apt-get and dpkg-deb.
set -euo pipefail
export LC_ALL=C

if [ $# -lt 1 ] || [ $# -gt 2 ]; then
    sed -n '4,5s/^# \{0,1\}//p' "$0" >&2
    exit 64
fi
destination=$1
copies=${2:-3}
packages=(gnome-backgrounds plasma-workspace-wallpapers mate-backgrounds ukui-wallpapers lomiri-wallpapers-20.04)
least_bytes=100000
wanted=48

cache=${XDG_CACHE_HOME:-$HOME/.cache}/imagekit-photographs
mkdir -p "$cache"
cache=$(cd "$cache" && pwd)

for package in "${packages[@]}"; do
    [ -e "$cache/$package/.complete" ] && continue
    echo "fetching $package" >&2
    rm -rf "${cache:?}/$package"
    mkdir -p "$cache/$package/tree"
    (
        cd "$cache/$package"
        # apt's sandbox user cannot write to a home folder, so download as the user of the script.
        fetch=(apt-get download -q -o APT::Sandbox::User="$(id -un)" "$package")
        "${fetch[@]}" >fetch.log 2>&1 || {
            if [ "$(id -u)" = 0 ]; then apt-get update -q >>fetch.log 2>&1; else sudo apt-get update -q >>fetch.log 2>&1; fi
            "${fetch[@]}" >>fetch.log 2>&1 || { cat fetch.log >&2; exit 1; }
        }
        dpkg-deb -x ./*.deb tree
        rm ./*.deb
        touch .complete
    )
done

mkdir -p "$destination/photos"
declare -A seen_content seen_name
count=0
while IFS= read -r path; do
    digest=$(sha256sum <"$path")
    [ -n "${seen_content[$digest]:-}" ] && continue
    seen_content[$digest]=1

    # In packages of Plasma, the name of a file is only its size: 'Autumn/contents/images/2560x1600.jpg' becomes
    # 'Autumn-2560x1600'.
    name=${path##*/tree/}
    name=${name%.*}
    case $name in
        usr/share/wallpapers/*/contents/*)
            set=${name#usr/share/wallpapers/}
            variant=${name##*/contents/images}
            name=${set%%/*}${variant//\//-}
            ;;
        *) name=${name##*/} ;;
    esac
    while [ -n "${seen_name[$name]:-}" ]; do name=$name-b; done
    seen_name[$name]=1

    for ((copy = 1; copy <= copies; copy++)); do
        cp "$path" "$destination/photos/$name-$copy.jpg"
    done
    count=$((count + 1))
    [ "$count" -eq "$wanted" ] && break
done < <(find "${packages[@]/#/$cache/}" -type f -iname '*.jp*g' -size +"$((least_bytes - 1))"c | sort)

if [ "$count" -ne "$wanted" ]; then
    echo "photographs.sh: found $count different JPEGs in these packages, need $wanted" >&2
    exit 1
fi
echo "$((count * copies)) photographs in $destination/photos ($(du -sh "$destination/photos" | cut -f1))"
