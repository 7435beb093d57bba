#!/usr/bin/env python3
"""Writes a bill of materials (CycloneDX 1.5) of the packages: the software that is a part of the executables, and the libraries
that only the wheel contains. Licenses come from Docs/licenses.md and Packaging/wheel/LIBRARIES.md.

usage: Packaging/sbom.py VERSION REQUIREMENTS
"""
import json
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
# Packages that SwiftPM resolves, but that no executable contains: Spectre is for the tests of Stencil, and swift-asn1 is for
# parts of swift-crypto that ImageKit does not use.
UNUSED = {"spectre", "swift-asn1"}


def licenses():
    """Returns the license of each URL in the table of Docs/licenses.md."""
    page = (ROOT / "Docs" / "licenses.md").read_text(encoding="utf-8")
    return dict(re.findall(r"^\| \[[^\]]+\]\(([^)]+)\)[^|]* \| ([^|]+) \|", page, re.MULTILINE))


def bundled_licenses():
    """Returns the license of each library in the table of LIBRARIES.md, which libvips of the wheel contains."""
    page = (ROOT / "Packaging" / "wheel" / "LIBRARIES.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| ([a-z][^|]*) \| ([^|]+) \|$", page, re.MULTILINE)
    return {name: license_name for names, license_name in rows if names != "library" for name in names.split(", ")}


def output(*command):
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()


def component(name, version, license_name, url=None, parts=()):
    """Describes a library, and the libraries that it contains."""
    entry = {"type": "library", "name": name}
    if version:
        entry["version"] = version
    if license_name:
        entry["licenses"] = [{"license": {"name": license_name}}]
    if url:
        entry["externalReferences"] = [{"type": "website", "url": url}]
    if parts:
        entry["components"] = list(parts)
    return entry


def main():
    version, requirements = sys.argv[1:]
    known = licenses()
    swift = re.search(r"Swift version (\S+)", output("swift", "--version")).group(1)
    url = "https://github.com/swiftlang/swift"
    components = [component("Swift standard library and Foundation", swift, known[url], url)]
    url = "https://github.com/swiftlang/swift-foundation-icu"
    components.append(component("ICU", swift, known[url], url))
    for pin in json.loads((ROOT / "Package.resolved").read_text())["pins"]:
        if pin["identity"] not in UNUSED:
            state, url = pin["state"], pin["location"].removesuffix(".git")
            library = component(pin["identity"], state.get("version") or state["revision"], known[url], url)
            components.append({**library, "properties": [{"name": "git:revision", "value": state["revision"]}]})
    for name, package, url in [
        ("libdeflate", "libdeflate", "https://github.com/ebiggers/libdeflate"),
        ("SQLite (only in the wheel)", "sqlite3", "https://sqlite.org"),
    ]:
        components.append(component(name, output("pkg-config", "--modversion", package), known[url], url))
    bundled = bundled_licenses()
    parts = [component(name, None, license_name) for name, license_name in sorted(bundled.items()) if name != "libvips"]
    for name, pinned in re.findall(r"^(pyvips-binary)==(.+)$", Path(requirements).read_text(), re.MULTILINE):
        url = f"https://pypi.org/project/{name}/"
        components.append(component(f"libvips of {name} (only in the wheel)", pinned, bundled["libvips"], url, parts))
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
