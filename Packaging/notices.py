#!/usr/bin/env python3
"""Prints the licenses of all software that is a part of the executables (THIRD-PARTY-NOTICES). Most of these licenses require
that every copy of an executable comes with their text. The texts come from the checkouts of SwiftPM and from
Packaging/notices.

usage: Packaging/notices.py >THIRD-PARTY-NOTICES
"""
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
CHECKOUTS = ROOT / ".build" / "checkouts"
TEXTS = ROOT / "Packaging" / "notices"
RULE = "-" * 78

INTRODUCTION = """\
The executables of ImageKit contain the software below. Docs/licenses.md lists
which executable contains which software. Packages that contain libvips list
its license and the licenses of its codecs in LIBRARIES.md.
"""


def sections():
    """Returns the names of the software of each section, and the files with the texts of the section."""
    return [
        (["Swift's standard library and Foundation", "swift-argument-parser", "swift-atomics", "swift-collections", "swift-system"],
         # Swift has this license too.
         [CHECKOUTS / "swift-system/LICENSE.txt"]),
        (["swift-crypto with BoringSSL", "swift-nio", "swift-subprocess"],
         [CHECKOUTS / "swift-nio/LICENSE.txt", CHECKOUTS / "swift-nio/NOTICE.txt", CHECKOUTS / "swift-crypto/NOTICE.txt"]),
        (["llhttp"], [CHECKOUTS / "swift-nio/Sources/CNIOLLHTTP/LICENSE"]),
        (["GRDB.swift"], [CHECKOUTS / "GRDB.swift/LICENSE"]),
        (["Stencil"], [CHECKOUTS / "Stencil/LICENSE"]),
        (["PathKit"], [CHECKOUTS / "PathKit/LICENSE"]),
        (["Yams"], [CHECKOUTS / "Yams/LICENSE"]),
        (["LibYAML"], [TEXTS / "LibYAML.txt"]),
        (["ICU"], [TEXTS / "Unicode.txt"]),
        (["libdeflate"], [TEXTS / "libdeflate.txt"]),
    ]


def main():
    print(INTRODUCTION)
    for names, files in sections():
        print(RULE)
        print("\n".join(names) + "\n")
        for file in files:
            lines = [line.rstrip() for line in file.read_text(encoding="utf-8").strip("\n").split("\n")]
            print("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
