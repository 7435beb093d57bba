#!/usr/bin/env python3
"""Checks the relative links of the Markdown documents: every file and every heading must exist.

usage: Scripts/check_links.py PATH…      (exit 0 if all links are valid, 1 if one is not)

A PATH is a Markdown file or a folder of them. Links to other hosts are not checked.
"""

import re
import sys
from functools import cache
from pathlib import Path

CODE_BLOCK = re.compile(r"^```.*?^```", re.DOTALL | re.MULTILINE)
LINK = re.compile(r"\]\(([^)\s]+)\)")


@cache
def anchors(path):
    """The anchors of a document, as GitHub computes them from its headings."""
    text = CODE_BLOCK.sub("", path.read_text(encoding="utf-8"))
    headings = re.findall(r"^#+ +(.*?) *$", text, re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def broken_links(path):
    text = CODE_BLOCK.sub(lambda match: "\n" * match.group().count("\n"), path.read_text(encoding="utf-8"))
    for match in LINK.finditer(text):
        target, _, anchor = match[1].partition("#")
        if re.match(r"[a-z]+:", target):
            continue
        file = path.parent / target if target else path
        line = f"{path}:{1 + text.count(chr(10), 0, match.start())}"
        if not file.exists():
            yield f"{line}: {match[1]}: no such file"
        elif anchor and anchor not in anchors(file.resolve()):
            yield f"{line}: {match[1]}: no such heading"


def main(arguments):
    paths = [Path(argument) for argument in arguments]
    missing = [path for path in paths if not path.exists()]
    if not paths or missing:
        print(f"no such path: {missing[0]}" if missing else __doc__, file=sys.stderr)
        return 64
    pages = [page for path in paths for page in (sorted(path.rglob("*.md")) if path.is_dir() else [path])]
    broken = [problem for page in pages for problem in broken_links(page)]
    for problem in broken:
        print(problem)
    print(f"links: {len(pages)} pages, {len(broken)} broken link{'' if len(broken) == 1 else 's'}", file=sys.stderr)
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
