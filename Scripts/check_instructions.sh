#!/usr/bin/env bash
# Fails where a worker's loops for AVX2 are not what they should be, or where other code of it asks for AVX2.
#
# usage: Scripts/check_instructions.sh WORKER
#
# The compiler puts functions of the standard library into every target that calls them, and the linker keeps one of each: one
# that was built for AVX2 would end the worker on an older processor, and its callers pass it their vectors otherwise.
set -euo pipefail
worker=${1:?usage: Scripts/check_instructions.sh WORKER}

[ "$(uname -m)" = x86_64 ] || exit 0

objdump --disassemble --no-show-raw-insn "$worker" | awk -v worker="$worker" '
    function fail(reason) { if (!failures[reason]++) print worker ": " reason > "/dev/stderr"; failed = 1 }
    /^[0-9a-f]+ </ { name = $2; isOwn = name ~ /ResamplingKernelsAVX2/; isLoop = isOwn && name ~ /sum(Rows|Columns)/ }
    isLoop && /\tvpmaddwd .*%ymm/ { multiplies[name] = 1 }
    isLoop && /\tcall/ { fail(name " calls another function: " $NF) }
    !isOwn && (/\tv[a-z0-9]+ .*%[xyz]mm/ || /\tpopcnt/) { fail(name " asks for more than every processor has") }
    END {
        for (name in multiplies) loops++
        if (loops != 2) fail("of sumRows and sumColumns of ResamplingKernelsAVX2 " loops + 0 " multiply 256 bits at a time")
        exit failed
    }'
