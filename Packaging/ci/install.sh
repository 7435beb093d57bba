#!/usr/bin/env bash
# The step of action.yml that installs imagekit into a separate Python environment and adds the command to PATH.
#
# VERSION: a version, or empty; PACKAGE: a path or URL of a wheel, or empty
set -euo pipefail
. "$(dirname "$0")/../names.sh"

environment=$RUNNER_TEMP/imagekit
python3 -m venv "$environment"
"$environment/bin/pip" install --quiet --disable-pip-version-check "${PACKAGE:-$pypi_name${VERSION:+==$VERSION}}"
echo "$environment/bin" >>"$GITHUB_PATH"
"$environment/bin/imagekit" --version
