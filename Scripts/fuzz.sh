#!/usr/bin/env bash
# Fuzzes the parsers and the JPEG encoder, and keeps the inputs that reach new code.
#
# usage: Scripts/fuzz.sh [SECONDS [TARGET…]]      (default: one hour for each target; needs Swift with libFuzzer)
#
# Exits with 0 if the fuzzers find no failure. Otherwise, the inputs that fail are in .build-fuzz/findings. The script
# always minimizes the corpus.
set -euo pipefail
cd "$(dirname "$0")/.."

seconds=${1:-3600}
shift || true
targets=${*:-registry glob header jpeg encoder secrets html template request}
folder=.build-fuzz
fuzzer=$folder/release/imagekit-fuzz

IMAGEKIT_FUZZ=1 swift build -c release --scratch-path $folder --product imagekit-fuzz \
    -Xswiftc -enable-testing -Xswiftc -sanitize=fuzzer,address -Xswiftc -parse-as-library

mkdir -p $folder/findings
# Turn off the detection of leaks, because it also reports memory that is kept until the process ends.
export ASAN_OPTIONS=detect_leaks=0
status=0
for target in $targets; do
    export FUZZ_TARGET=$target
    corpus=Tests/Fuzzing/corpus/$target
    found=$folder/corpus/$target
    mkdir -p "$found" "$corpus"
    dictionary=()
    if [ -f "Tests/Fuzzing/dictionaries/$target.dict" ]; then
        dictionary=(-dict="Tests/Fuzzing/dictionaries/$target.dict")
    fi
    echo "Fuzzing $target for $seconds seconds; see $folder/$target.log"
    nice -n 19 $fuzzer -max_total_time="$seconds" -timeout=10 -rss_limit_mb=2048 -max_len=4096 \
        -use_value_profile=1 "${dictionary[@]}" -print_final_stats=1 \
        -artifact_prefix=$folder/findings/$target- \
        "$found" "$corpus" > $folder/$target.log 2>&1 || status=1
    grep -E 'SUMMARY|stat::number_of_executed_units|Test unit written' $folder/$target.log || true

    # Keep the smallest set of inputs that reaches the same code, shortest inputs first. Inputs of more than 1600 bytes
    # are not kept, because they reach almost no additional code and slow down every test run.
    rm -rf $folder/merged
    mkdir $folder/merged
    $fuzzer -set_cover_merge=1 -use_counters=0 -timeout=10 -rss_limit_mb=2048 -max_len=1600 \
        $folder/merged "$corpus" "$found" 2> $folder/$target-merge.log
    rm -f "$corpus"/*
    cp $folder/merged/* "$corpus"
    echo "$corpus: $(find "$corpus" -type f | wc -l) inputs, $(du -cb "$corpus"/* | tail -1 | cut -f1) bytes"
done
exit $status
