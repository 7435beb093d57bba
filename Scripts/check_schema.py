#!/usr/bin/env python3
"""Checks specs.schema.json with the sample registry and the broken registries of the tests.

usage: Scripts/check_schema.py      (needs jsonschema; exit 0 if all agree)

specs.json must be valid. Each Tests/Fixtures/broken-registries/NAME.json has a NAME.expected. The first line of
NAME.expected says whether a schema can detect the mistakes ("schema: yes"), or whether only imagekit can ("schema:
no").
"""
import json
import sys
from pathlib import Path

from jsonschema import Draft202012Validator

ROOT = Path(__file__).resolve().parent.parent
BROKEN = ROOT / "Tests" / "Fixtures" / "broken-registries"


def mistakes(validator, path):
    """Returns the mistakes that the schema finds in a registry, or None if the file is not JSON."""
    try:
        return list(validator.iter_errors(json.loads(path.read_text(encoding="utf-8"))))
    except json.JSONDecodeError:
        return None


def main():
    schema = json.loads((ROOT / "specs.schema.json").read_text(encoding="utf-8"))
    Draft202012Validator.check_schema(schema)
    validator = Draft202012Validator(schema)
    wrong = []

    for error in mistakes(validator, ROOT / "specs.json") or []:
        wrong.append(f"specs.json: {error.json_path}: {error.message}")

    registries = sorted(BROKEN.glob("*.json"))
    for path in registries:
        marker = path.with_suffix(".expected").read_text(encoding="utf-8").splitlines()[0]
        if marker not in ("schema: yes", "schema: no"):
            wrong.append(f"{path.stem}.expected: the first line is {marker!r}, not 'schema: yes' or 'schema: no'")
            continue
        seen = bool(mistakes(validator, path))
        if seen != (marker == "schema: yes"):
            wrong.append(f"{path.name}: {marker}, but the schema {'finds' if seen else 'does not find'} a mistake")

    for line in wrong:
        print(line, file=sys.stderr)
    if not registries:
        print(f"no registries in {BROKEN}", file=sys.stderr)
    print(f"schema: {1 + len(registries) - len(wrong)} of {1 + len(registries)} registries judged as expected")
    return 1 if wrong or not registries else 0


if __name__ == "__main__":
    sys.exit(main())
