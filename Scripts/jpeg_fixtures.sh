#!/usr/bin/env bash
# Writes the JPEGs of JPEGDecodingTests and the checksums of their coefficients to Tests/Fixtures/jpeg/.
#
# usage: Scripts/jpeg_fixtures.sh
#
# The script needs a C compiler, libjpeg-turbo's headers (libjpeg-dev), and cjpeg (libjpeg-turbo-progs). The checksums come
# from libjpeg, so they are independent of imagekit.
set -euo pipefail
cd "$(dirname "$0")/.."
folder=Tests/Fixtures/jpeg
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

cc -O1 -o "$work/fixtures" Scripts/jpeg_fixtures.c -ljpeg
for size in "37 29" "129 65" "1 1"; do
    # shellcheck disable=SC2086
    "$work/fixtures" picture $size >"$work/${size% *}.ppm"
done

# Scan scripts of progressive files: the first is like the default of cjpeg, the second has many scans, and the third has
# no refinements.
cat >"$work/usual" <<'EOF'
0,1,2: 0-0, 0, 2 ; 0: 1-5, 0, 3 ; 2: 1-63, 0, 0 ; 1: 1-63, 0, 1 ; 0: 6-63, 0, 3 ; 0: 1-63, 3, 2 ; 0: 1-63, 2, 1 ;
1: 1-63, 1, 0 ; 0,1,2: 0-0, 2, 1 ; 0,1,2: 0-0, 1, 0 ; 0: 1-63, 1, 0 ;
EOF
cat >"$work/many" <<'EOF'
0: 0-0, 0, 0 ; 1: 0-0, 0, 0 ; 2: 0-0, 0, 0 ; 0: 1-1, 0, 5 ; 0: 2-63, 0, 6 ; 0: 2-63, 6, 5 ; 0: 1-63, 5, 4 ; 0: 1-63, 4, 3 ;
0: 1-63, 3, 2 ; 0: 1-63, 2, 1 ; 0: 1-63, 1, 0 ; 1: 1-32, 0, 0 ; 1: 33-63, 0, 0 ; 2: 1-63, 0, 2 ; 2: 1-63, 2, 1 ; 2: 1-63, 1, 0 ;
EOF
echo "0,1,2: 0-0, 0, 0 ; 0: 1-63, 0, 0 ; 1: 1-63, 0, 0 ; 2: 1-63, 0, 0 ;" >"$work/plain"
# Scan scripts of sequential files, with one or two components in each scan.
echo "0; 1; 2;" >"$work/separate"
echo "0: 0-63, 0, 0 ; 1 2: 0-63, 0, 0 ;" >"$work/pairs"
echo "0: 0-0, 0, 1 ; 0: 1-63, 0, 2 ; 0: 0-0, 1, 0 ; 0: 1-63, 2, 1 ; 0: 1-63, 1, 0 ;" >"$work/grey"

rm -rf "$folder"
mkdir -p "$folder"
write() { cjpeg "${@:2}" >"$folder/$1.jpg"; }
for sampling in 1x1 2x1 2x2 4x1 1x2 4x2 2x2,1x2,2x1 1x1,2x2,2x2; do
    file=("$work/37.ppm" -quality 75 -sample "$sampling")
    name=${sampling//,/_}
    write "$name-baseline" "${file[@]:1}" "${file[0]}"
    write "$name-restarts" "${file[@]:1}" -restart 1B "${file[0]}"
    for script in usual many separate; do write "$name-$script" "${file[@]:1}" -scans "$work/$script" "${file[0]}"; done
done
for script in plain pairs; do write "2x2-$script" -quality 75 -scans "$work/$script" "$work/37.ppm"; done
write large-optimized -quality 95 -optimize "$work/129.ppm"
write large-restarts -quality 95 -progressive -restart 5B "$work/129.ppm"
write large-many -quality 30 -scans "$work/many" "$work/129.ppm"
write fine -quality 100 -progressive "$work/129.ppm"
write coarse -quality 1 -progressive "$work/129.ppm"
write grey-baseline -grayscale -quality 90 -restart 2B "$work/37.ppm"
write grey-progressive -grayscale -quality 90 -scans "$work/grey" "$work/37.ppm"
write pixel -progressive "$work/1.ppm"
"$work/fixtures" coefficients "$folder"/*.jpg >"$work/coefficients.json"
mv "$work/coefficients.json" "$folder/"
echo "$(find "$folder" -name '*.jpg' | wc -l) files in $folder"
