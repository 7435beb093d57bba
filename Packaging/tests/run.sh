#!/usr/bin/env bash
# Builds each package, and installs and runs it in a clean environment. Prints one line per test.
#
# usage: Packaging/tests/run.sh [TEST…], such as deb wheel; without arguments, all of them
#
# A test whose tools are missing is skipped, and the line gives the reason.
set -uo pipefail
cd "$(dirname "$0")/../.."

tests=("$@")
[ ${#tests[@]} -gt 0 ] || tests=(scripts versions manual completions ci tarball deb docker wheel rpm)
logs=.build/packages/logs
mkdir -p "$logs"
passed=0 failed=0 skipped=0
for test in "${tests[@]}"; do
    start=$SECONDS
    Packaging/tests/test_"$test".sh >"$logs/$test.log" 2>&1
    code=$?
    case $code in
    0) passed=$((passed + 1)) result=passed ;;
    77) skipped=$((skipped + 1)) result="skipped: $(tail -n 1 "$logs/$test.log")" ;;
    *) failed=$((failed + 1)) result="FAILED, see $logs/$test.log" ;;
    esac
    printf '%-12s %4s s  %s\n' "$test" $((SECONDS - start)) "$result"
    [ "$code" = 0 ] || [ "$code" = 77 ] || tail -n 15 "$logs/$test.log"
done
echo "$passed passed, $failed failed, $skipped skipped"
[ "$failed" = 0 ]
