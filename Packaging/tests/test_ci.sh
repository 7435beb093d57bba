#!/usr/bin/env bash
# Checks the schemas of action.yml, the template for GitLab, and the hooks for pre-commit, and runs their steps.
. "$(dirname "$0")/common.sh"
needs python3

Packaging/build_wheel.sh
tools=.build/packages/ci-tools
if [ ! -e "$tools/complete" ]; then
    python3 -m venv "$tools"
    "$tools/bin/pip" install --quiet --disable-pip-version-check check-jsonschema pre-commit pyyaml
    touch "$tools/complete"
fi
"$tools/bin/check-jsonschema" --builtin-schema vendor.github-actions action.yml
"$tools/bin/check-jsonschema" --builtin-schema vendor.gitlab-ci --data-transform gitlab-ci Packaging/ci/gitlab.yml
"$tools/bin/pre-commit" validate-manifest .pre-commit-hooks.yaml
grep -q "IMAGEKIT_PACKAGE: $pypi_name\$" Packaging/ci/gitlab.yml || fail "gitlab.yml has another name of the package"
grep -q "/$pypi_name/" .pre-commit-hooks.yaml || fail ".pre-commit-hooks.yaml has another name of the package"

rm -rf "$work"
sample "$work/site"
wheel=$(realpath "$(ls "$dist/$python_module-$version"-*.whl)")
"$tools/bin/python" Packaging/tests/run_steps.py --action . --gitlab Packaging/ci/gitlab.yml --hooks .pre-commit-hooks.yaml \
    --site "$work/site" --wheel "$wheel" --temporary "$work/temporary"
rm -rf "$work"
