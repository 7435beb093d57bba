#!/usr/bin/env bash
# Fails if the AVX2 loops of a worker do not use AVX2, or if other code of the worker requires AVX2.
#
# usage: Scripts/check_instructions.sh WORKER
#
# The compiler emits functions of the standard library into every target that calls them, and the linker keeps one copy
# of each function. If the linker kept a copy that was built for AVX2, the worker would crash on an older processor. Such
# a copy also expects vectors in other registers than its callers in other targets use.
#
# libdeflate also contains functions for AVX and AVX2. It calls them only if the processor supports them.
set -euo pipefail
worker=${1:?usage: Scripts/check_instructions.sh WORKER}

[ "$(uname -m)" = x86_64 ] || exit 0

objdump --disassemble --no-show-raw-insn "$worker" | awk -v worker="$worker" '
    function fail(reason) { if (!failures[reason]++) print worker ": " reason > "/dev/stderr"; failed = 1 }
    /^[0-9a-f]+ </ {
        name = $2
        isOwn = name ~ /(ResamplingKernels|JPEGTransforms)AVX2/
        isSum = isOwn && name ~ /sum(Rows|Columns)/
        isTransform = isOwn && name ~ /4full|4half|7quarter/
    }
    name ~ /^<(adler32|crc32)_/ { next }
    isSum && /\tvpmaddwd .*%ymm/ { sums[name] = 1 }
    isTransform && /\tvaddps .*%xmm/ { transforms[name] = 1 }
    (isSum || isTransform) && /\tcall/ { fail(name " calls another function: " $NF) }
    !isOwn && (/\tv[a-z0-9]+ .*%[xyz]mm/ || /\tpopcnt/) { fail(name " uses instructions that not every processor has") }
    END {
        if (length(sums) != 2) fail(length(sums) " of 2 loops (sumRows, sumColumns of ResamplingKernelsAVX2) multiply 256 bits at a time")
        if (length(transforms) != 3) fail(length(transforms) " of 3 loops (full, half, quarter of JPEGTransformsAVX2) use AVX2")
        exit failed
    }'
