#!/usr/bin/env bash
# The step of action.yml that makes the images. It reports failures as annotations, and adds the counts to the summary
# of the job.
#
# ARGUMENTS: words for imagekit generateimages; PRUNE: true deletes orphans
set -uo pipefail

read -ra arguments <<<"${ARGUMENTS:-}"
events=$RUNNER_TEMP/imagekit-events.jsonl
manifest=$RUNNER_TEMP/imagekit-manifest.json

options=(--log-format json)
# With these options, imagekit makes no images, so do not request a manifest.
if [[ ! " ${ARGUMENTS:-} " =~ \ (--check|--dry-run|-n|--enqueue|--enqueue=[^ ]*)\  ]]; then
    options+=(--manifest "$manifest")
    echo "manifest=$manifest" >>"$GITHUB_OUTPUT"
fi
imagekit generateimages "${options[@]}" "${arguments[@]}" >"$events"
code=$?
python3 "$(dirname "$0")/annotate.py" <"$events"
# Delete orphans only after a complete run, that is, a run that wrote a manifest.
if [ "$code" = 0 ] && [ "${PRUNE:-}" = true ] && [ ${#options[@]} -gt 2 ]; then
    imagekit prune --yes || code=$?
fi
exit "$code"
