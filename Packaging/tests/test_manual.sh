#!/usr/bin/env bash
# Checks the manual pages.
. "$(dirname "$0")/common.sh"
needs mandoc

for page in Docs/man/*; do
    mandoc -T lint -W warning "$page"
    # The title of a page must contain the name and the section of its file.
    name=$(basename "$page")
    mandoc -T ascii "$page" | sed -n 1p | grep -i "^${name%.*}(${name##*.})" >/dev/null || fail "$page: wrong title"
done
