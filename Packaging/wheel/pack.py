#!/usr/bin/env python3
"""Packs a folder as a wheel (PEP 427) and prints its path. The same folder always gives the same bytes."""

import argparse
import base64
import hashlib
import os
import platform
import re
import subprocess
import time
import zipfile
from pathlib import Path


def arguments():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("content", type=Path)
    parser.add_argument("dist", type=Path)
    for name in ("name", "version", "summary", "license"):
        parser.add_argument(f"--{name}", required=True)
    parser.add_argument("--homepage")
    parser.add_argument("--readme", type=Path, required=True)
    parser.add_argument("--executables", type=Path, nargs="+", required=True)
    return parser.parse_args()


def required_glibc(binaries):
    """Returns the newest version of glibc that the binaries need, such as (2, 35)."""
    needed = (0, 0)
    for binary in binaries:
        symbols = subprocess.run(["objdump", "-T", binary], check=True, capture_output=True, text=True).stdout
        for major, minor in re.findall(r"\bGLIBC_(\d+)\.(\d+)", symbols):
            needed = max(needed, (int(major), int(minor)))
    return needed


def metadata(options):
    """Returns the metadata of the wheel. Removes relative links of the README, because PyPI does not have the files of
    the repository."""
    readme = re.sub(r"!\[[^\]]*\]\((?!https?:)[^)]*\)\n*", "", options.readme.read_text())
    readme = re.sub(r"\[([^\]]*)\]\((?!https?:)[^)]*\)", r"\1", readme)
    lines = [
        "Metadata-Version: 2.1",
        f"Name: {options.name}",
        f"Version: {options.version}",
        f"Summary: {options.summary}",
        f"License: {options.license}",
        "Classifier: Environment :: Console",
        "Classifier: Operating System :: POSIX :: Linux",
        "Classifier: Topic :: Multimedia :: Graphics :: Graphics Conversion",
        "Requires-Python: >=3.8",
        "Description-Content-Type: text/markdown",
    ]
    if options.homepage:
        lines.append(f"Project-URL: Homepage, {options.homepage}")
    return "\n".join(lines) + "\n\n" + readme


def main():
    options = arguments()
    content, module = options.content, options.name.replace("-", "_")
    libraries = [path for path in content.rglob("*.so*") if path.is_file()]
    major, minor = required_glibc(options.executables + libraries)
    tag = f"py3-none-manylinux_{major}_{minor}_{platform.machine()}"
    info = content / f"{module}-{options.version}.dist-info"
    info.mkdir(exist_ok=True)
    (info / "METADATA").write_text(metadata(options))
    (info / "WHEEL").write_text(f"Wheel-Version: 1.0\nGenerator: imagekit\nRoot-Is-Purelib: false\nTag: {tag}\n")

    moment = time.gmtime(max(int(os.environ["SOURCE_DATE_EPOCH"]), 315532800))[:6]
    wheel = options.dist / f"{module}-{options.version}-{tag}.whl"
    executables = {path.resolve() for path in options.executables}
    record = []
    with zipfile.ZipFile(wheel, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:

        def add(name, data, mode):
            entry = zipfile.ZipInfo(name, moment)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 3
            entry.external_attr = (0o100000 | mode) << 16
            archive.writestr(entry, data)

        for path in sorted(path for path in content.rglob("*") if path.is_file()):
            name, data = path.relative_to(content).as_posix(), path.read_bytes()
            add(name, data, 0o755 if path.resolve() in executables else 0o644)
            digest = base64.urlsafe_b64encode(hashlib.sha256(data).digest()).rstrip(b"=").decode()
            record.append(f"{name},sha256={digest},{len(data)}\n")
        own = f"{info.name}/RECORD"
        add(own, "".join(record) + f"{own},,\n", 0o644)
    print(wheel)


if __name__ == "__main__":
    main()
