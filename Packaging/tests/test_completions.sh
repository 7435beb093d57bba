#!/usr/bin/env bash
# Completes command lines in bash and fish, and checks the syntax of the script for zsh.
. "$(dirname "$0")/common.sh"

rm -rf "$work"
stage "$work/prefix" ""
export PATH=$work/prefix/bin:$PATH
sample "$work/site"
cd "$work/site"

# Prints what bash completes at the end of a line.
complete_bash() {
    bash -c '
        . "$1"
        # Do what readline does after the function.
        compopt() { mapfile -t COMPREPLY < <(compgen -o "$2" -- "$current"); }
        COMP_LINE=$2 COMP_POINT=${#2}
        _imagekit
        printf "%s\n" "${COMPREPLY[@]}"' bash "$OLDPWD/Packaging/completions/imagekit.bash" "$1"
}

# Fails if the completions of a line are not exactly these words. Usage: expect LINE WORD…
expect() {
    local line=$1 actual expected
    shift
    expected=$(printf '%s\n' "$@" | sort)
    actual=$("$complete" "$line" | sort)
    [ "$actual" = "$expected" ] || fail "$complete '$line': $(tr '\n' ' ' <<<"$actual"), not $*"
}

complete=complete_bash
expect 'imagekit gen' generateimages generateimage
expect 'imagekit generateimages --man' --manifest
expect 'imagekit generateimages myapp:th' thumbnail
expect 'imagekit generateimages -r specs.json myapp:gallery:l' large
expect 'imagekit generateimage myapp:thumbnail media/photos/aur' media/photos/aurora.jpg
expect 'imagekit thumbnail 10x10 a.jpg --format=AV' AVIF
expect 'imagekit thumbnail 10x10 a.jpg --format W' WEBP
expect 'imagekit generateimages --sandbox re' required
expect 'imagekit processors ResizeToF' ResizeToFill ResizeToFit
expect 'imagekit validate -r spec' specs.json
expect 'imagekit generateimages --timeout ' ''
expect 'imagekit wor' work
expect 'imagekit generateimages --enq' --enqueue
expect 'imagekit work --until' --until-empty
expect 'imagekit serve --upload-token-file spec' specs.json
expect 'imagekit html --generator myapp:th' thumbnail
expect 'imagekit html med' media
expect 'imagekit render --root med' media
expect 'imagekit explain spec' specs.json

# An id is never run as a command, neither by a completion nor by the completed line.
echo '{ "generators": { "a:$(touch ran)": { "format": "PNG" }, "a:b c": { "format": "PNG" } } }' >ids.json
expect 'imagekit list -r ids.json a' 'a:\$\(touch\ ran\)' 'a:b\ c'
expect 'imagekit list -r ids.json a:b' 'b\ c'
[ ! -e ran ] || fail 'a completion ran the command in an id'
rm ids.json

if command -v zsh >/dev/null; then zsh -n "$OLDPWD/Packaging/completions/_imagekit"; fi
if command -v fish >/dev/null; then
    complete_fish() {
        fish --no-config -c 'source $argv[1]; complete -C $argv[2]' "$OLDPWD/Packaging/completions/imagekit.fish" "$1" | cut -f 1
    }
    complete=complete_fish
    expect 'imagekit gen' generateimages generateimage
    expect 'imagekit generateimages myapp:th' myapp:thumbnail
    expect 'imagekit thumbnail 10x10 a.jpg --format AV' AVIF
    expect 'imagekit processors ResizeToF' ResizeToFill ResizeToFit
    expect 'imagekit generateimages --enq' --enqueue
    expect 'imagekit html --generator myapp:th' myapp:thumbnail
fi
cd "$OLDPWD"
rm -rf "$work"
