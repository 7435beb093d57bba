#!/usr/bin/env bash
# The step of action.yml that makes the images. Failures become annotations, and the job's summary gets the counts.
#
# ARGUMENTS: words for imagekit generateimages; PRUNE: true deletes orphans
set -uo pipefail

read -ra arguments <<<"${ARGUMENTS:-}"
events=$RUNNER_TEMP/imagekit-events.jsonl
manifest=$RUNNER_TEMP/imagekit-manifest.json

options=(--log-format json)
# --check writes nothing.
if [[ " ${ARGUMENTS:-} " != *" --check "* && " ${ARGUMENTS:-} " != *" --dry-run "* ]]; then
    options+=(--manifest "$manifest")
    echo "manifest=$manifest" >>"$GITHUB_OUTPUT"
fi
imagekit generateimages "${options[@]}" "${arguments[@]}" >"$events"
code=$?
python3 "$(dirname "$0")/annotate.py" <"$events"
# Orphans are deleted only after a complete run.
if [ "$code" = 0 ] && [ "${PRUNE:-}" = true ] && [ ${#options[@]} -gt 2 ]; then
    imagekit prune --yes || code=$?
fi
exit "$code"
