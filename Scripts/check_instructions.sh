#!/usr/bin/env bash
# Fails where a worker's code asks for AVX outside of the loops that it runs only where a processor has it.
#
# usage: Scripts/check_instructions.sh WORKER
#
# The compiler may put a function of the standard library into several targets, and the linker keeps one of them: one that
# was built for AVX2 would end the worker on an older processor.
set -euo pipefail
worker=${1:?usage: Scripts/check_instructions.sh WORKER}
own=ResamplingKernelsAVX2

[ "$(uname -m)" = x86_64 ] || exit 0

functions=$(objdump --disassemble --no-show-raw-insn "$worker" |
    awk '/^[0-9a-f]+ </ { function_name = $2 } /\tv[a-z0-9]+ .*%[xyz]mm/ { print function_name }' | sort -u)
if ! grep -q "$own" <<<"$functions"; then
    echo "$worker: $own was not built for AVX2" >&2
    exit 1
fi
if grep -v "$own" <<<"$functions" >&2; then
    echo "$worker: the functions above need AVX, and are not of $own" >&2
    exit 1
fi
