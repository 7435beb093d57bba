#!/usr/bin/env bash
# Feeds the parsers with hostile bytes, and keeps those that reach new code.
#
# usage: Scripts/fuzz.sh [SECONDS [TARGET…]]      (an hour for each of registry, glob and header; needs swift with libFuzzer)
#
# Ends with 0 where nothing was found; else the inputs are in .build-fuzz/findings. The corpus is made small again whatever was found.
set -euo pipefail
cd "$(dirname "$0")/.."

seconds=${1:-3600}
shift || true
targets=${*:-registry glob header}
folder=.build-fuzz
fuzzer=$folder/release/imagekit-fuzz

IMAGEKIT_FUZZ=1 swift build -c release --scratch-path $folder --product imagekit-fuzz \
    -Xswiftc -enable-testing -Xswiftc -sanitize=fuzzer,address -Xswiftc -parse-as-library

mkdir -p $folder/findings
# What is held to the end of the process is no leak.
export ASAN_OPTIONS=detect_leaks=0
status=0
for target in $targets; do
    export FUZZ_TARGET=$target
    corpus=Tests/Fuzzing/corpus/$target
    found=$folder/corpus/$target
    mkdir -p "$found" "$corpus"
    echo "Feeding $target for $seconds seconds; see $folder/$target.log"
    nice -n 19 $fuzzer -max_total_time="$seconds" -timeout=10 -rss_limit_mb=2048 -max_len=4096 \
        -use_value_profile=1 -dict=Tests/Fuzzing/dictionaries/$target.dict -print_final_stats=1 \
        -artifact_prefix=$folder/findings/$target- \
        "$found" "$corpus" > $folder/$target.log 2>&1 || status=1
    grep -E 'SUMMARY|stat::number_of_executed_units|Test unit written' $folder/$target.log || true

    # The fewest inputs that reach all the code that is reached, from the shortest on. Longer ones than 1600 bytes stay out of the
    # repository: they reach next to nothing more, and every run of the tests would feed them.
    rm -rf $folder/merged
    mkdir $folder/merged
    $fuzzer -set_cover_merge=1 -use_counters=0 -timeout=10 -rss_limit_mb=2048 -max_len=1600 \
        $folder/merged "$corpus" "$found" 2> $folder/$target-merge.log
    rm -f "$corpus"/*
    cp $folder/merged/* "$corpus"
    echo "$corpus: $(find "$corpus" -type f | wc -l) inputs, $(du -cb "$corpus"/* | tail -1 | cut -f1) bytes"
done
exit $status
