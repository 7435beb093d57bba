#!/usr/bin/env python3
"""Builds the documentation as a website from README.md, Docs, and the manual pages.

usage: Scripts/docs_site.py FOLDER      (needs the packages of Scripts/requirements-site.txt; mandoc adds the manual pages)

A broken link or a missing heading is an error. A link to a source file is replaced with the name of the file, because
the site does not contain the file.
"""
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BUILD = ROOT / ".build" / "site"
PAGES = BUILD / "pages"
# Documents outside of Docs, with their names in the site.
OTHERS = {"README.md": "index.md", "CHANGELOG.md": "changelog.md", "CONTRIBUTING.md": "contributing.md", "SECURITY.md": "security.md",
          "Benchmarks/RESULTS.md": "benchmarks.md"}
# Files that pages link to.
FILES = ["specs.schema.json", "LICENSE", "NOTICE", "THIRD-PARTY-NOTICES", "Benchmarks/cost.svg"]
CODE = re.compile(r"^```.*?^```", re.DOTALL | re.MULTILINE)
LINK = re.compile(r"(!?)\[((?:[^\[\]]|\[[^\]]*\])*)\]\(([^)\s#]*)(#[^)\s]*)?\)")


def examples():
    """Returns the example files, without the example sites."""
    return [file for file in sorted((ROOT / "Examples").rglob("*")) if file.is_file() and "pages" not in file.parts]


def site_path(path):
    """Returns the path in the site of a file of the repository, or None if the site does not contain it."""
    name = path.relative_to(ROOT).as_posix()
    if name in OTHERS:
        return OTHERS[name]
    if name in FILES or path in examples():
        # In the site, a file without an extension would be a folder.
        return f"files/{path.name}" + ("" if path.suffix else ".txt")
    return name.removeprefix("Docs/") if name.startswith("Docs/") and path.exists() else None


def page_text(source, target):
    """Returns a document with links that are valid in the site."""

    def link(match):
        mark, text, address, anchor = match.groups()
        if not address or re.match(r"[a-z]+:", address):
            return match.group()
        file = (source.parent / address).resolve()
        path = site_path(file) if file.is_relative_to(ROOT) else None
        if not path:
            return text
        return f"{mark}[{text}]({os.path.relpath(path, Path(target).parent)}{anchor or ''})"

    text, parts, end = source.read_text(encoding="utf-8"), [], 0
    for block in [*CODE.finditer(text), None]:
        parts.append(LINK.sub(link, text[end:block.start() if block else len(text)]))
        if block:
            parts.append(block.group())
            end = block.end()
    return "".join(parts)


def write(target, text):
    file = PAGES / target
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")


def manual():
    """Writes a page for each manual page, and returns their names."""
    if not shutil.which("mandoc"):
        print("docs_site.py: without mandoc, the site has no manual pages", file=sys.stderr)
        return []
    names = []
    for page in sorted((ROOT / "Docs" / "man").iterdir(), key=lambda page: (page.suffix, page.stem != "imagekit", page.stem)):
        html = subprocess.run(
            ["mandoc", "-T", "html", "-O", "fragment,man=%N.%S.md", page], check=True, capture_output=True, text=True
        ).stdout
        # The title of the page replaces the header and the footer of the manual, which are too wide for a phone.
        html = re.sub(r'<table class="(head|foot)">.*?</table>', "", html, flags=re.DOTALL)
        html = re.sub(r"(</?)h([12])\b", lambda match: f"{match[1]}h{int(match[2]) + 1}", html)
        # Only pages of imagekit exist in the site.
        html = re.sub(r'href="((?!imagekit|specs)[^"]*\.md)"', "", html)
        html = re.sub(r'href="(imagekit[^"]*|specs\.json\.5)\.md"', r'href="../\1/"', html)
        names.append(page.name)
        write(f"man/{page.name}.md", f"# {page.stem}({page.suffix[1:]})\n\n<div class=\"manual\" markdown=\"0\">\n{html}</div>\n")
    return names


def main():
    (target,) = sys.argv[1:]
    shutil.rmtree(BUILD, ignore_errors=True)
    shutil.copytree(ROOT / "Docs", PAGES, ignore=shutil.ignore_patterns("man"))
    for file in [*PAGES.rglob("*.md")]:
        source = ROOT / "Docs" / file.relative_to(PAGES)
        file.write_text(page_text(source, file.relative_to(PAGES).as_posix()), encoding="utf-8")
    for source, name in OTHERS.items():
        write(name, page_text(ROOT / source, name))
    for file in [*map(ROOT.joinpath, FILES), *examples()]:
        path = PAGES / site_path(file)
        path.parent.mkdir(exist_ok=True)
        shutil.copy(file, path)
    configuration = (ROOT / "Scripts" / "mkdocs.yml").read_text(encoding="utf-8")
    entries = "".join(f"      - man/{name}.md\n" for name in manual())
    configuration = configuration.replace("      # The manual pages follow.\n", entries)
    (BUILD / "mkdocs.yml").write_text(configuration, encoding="utf-8")
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", "--config-file", BUILD / "mkdocs.yml"]
    # Without this variable, the generator prints an advertisement of its authors.
    environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1"}
    subprocess.run([*command, "--site-dir", Path(target).resolve()], check=True, env=environment)
    print(f"The site is in {target}.")


if __name__ == "__main__":
    main()
