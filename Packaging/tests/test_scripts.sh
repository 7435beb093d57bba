#!/usr/bin/env bash
# Checks the syntax of the shell scripts.
. "$(dirname "$0")/common.sh"

for script in Packaging/*.sh Packaging/tests/*.sh Packaging/ci/*.sh Packaging/completions/imagekit.bash; do bash -n "$script"; done
for script in Packaging/wheel/*.py Packaging/wheel/*/*.py; do
    python3 -c 'import ast, sys; ast.parse(open(sys.argv[1]).read())' "$script"
done
if command -v shellcheck >/dev/null; then shellcheck --severity=error Packaging/*.sh Packaging/tests/*.sh Packaging/ci/*.sh; fi
