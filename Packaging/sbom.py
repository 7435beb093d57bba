#!/usr/bin/env python3
"""Writes a bill of materials (CycloneDX 1.5) of the packages: the Swift packages with their revisions, libdeflate, and the
libraries of the wheel. Licenses come from Docs/licenses.md.

usage: Packaging/sbom.py VERSION REQUIREMENTS
"""
import json
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def licenses():
    """Returns the license of each URL in the table of Docs/licenses.md."""
    page = (ROOT / "Docs" / "licenses.md").read_text(encoding="utf-8")
    return dict(re.findall(r"^\| \[[^\]]+\]\(([^)]+)\) \| ([^|]+) \|", page, re.MULTILINE))


def component(name, version, license_name, url):
    entry = {"type": "library", "name": name, "version": version}
    if license_name:
        entry["licenses"] = [{"license": {"name": license_name}}]
    return {**entry, "externalReferences": [{"type": "vcs", "url": url}]}


def main():
    version, requirements = sys.argv[1:]
    known = licenses()
    components = []
    for pin in json.loads((ROOT / "Package.resolved").read_text())["pins"]:
        state, url = pin["state"], pin["location"].removesuffix(".git")
        components.append(component(pin["identity"], state.get("version") or state["revision"], known.get(url), url))
    url = "https://github.com/ebiggers/libdeflate"
    deflate = subprocess.run(["pkg-config", "--modversion", "libdeflate"], capture_output=True, text=True, check=True)
    components.append(component("libdeflate", deflate.stdout.strip(), known.get(url), url))
    for name, pinned in re.findall(r"^(pyvips-binary)==(.+)$", Path(requirements).read_text(), re.MULTILINE):
        components.append(component(name, pinned, "LGPL-3.0 and others", f"https://pypi.org/project/{name}/"))
    document = {
        "bomFormat": "CycloneDX", "specVersion": "1.5", "version": 1,
        "metadata": {"component": {
            "type": "application", "name": "imagekit", "version": version,
            "licenses": [{"license": {"id": "BSD-3-Clause"}}],
        }},
        "components": components,
    }
    print(json.dumps(document, indent=2))


if __name__ == "__main__":
    main()
