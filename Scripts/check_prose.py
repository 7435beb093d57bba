#!/usr/bin/env python3
"""Checks the language of documents, comments, and help texts.

usage: Scripts/check_prose.py PATH…      (exit 0 if it finds nothing, 1 if it does)
       Scripts/check_prose.py --test

A PATH is a file or a folder. The script checks Markdown text, comments, Python docstrings, and the help texts of Swift
commands. It ignores code, inline code, and link targets. It prints one line per finding: FILE:LINE: what is wrong.

The rules are few and strict. A word that is wrong only sometimes does not belong here.
"""

import ast
import io
import re
import sys
import tokenize
from pathlib import Path

LONGEST_SENTENCE = 40  # words

# A pattern, and what to write instead.
RULES = [
    (r"alone", "only"),
    (r"(no|some|any|every)body|whoever|whosoever", "name the actor"),
    (r"but for", "except"),
    (r"by and by", "gradually, or a number"),
    (r"tell|tells|telling|told|untold", "reports, prints, shows, says"),
    (r"(?<!\bin\s)(?<!\btake\s)(?<!\btakes\s)(?<!\bdecimal\s)places?", "index, offset, position, path, location"),
    (r"for want of", "without, because … is missing"),
    (r"dear|dearer|dearest", "expensive"),
    (r"(is|are|was|were|am) to be(?! or)", "must be, or the present tense"),
    (r"besides?", "next to, in addition to"),
    (r"anew", "again"),
    (r"for ever", "permanently, without a limit"),
    (r"side by side", "in parallel, at the same time"),
    (r"to the letter", "literally"),
    (r"strangers?", "untrusted, other"),
    (r"(pass|passes|passed) for", "counts as"),
    (r"taken for", "treated as"),
    (r"believes?|believed|believing", "trust, assume"),
    (r"shall", "must, or the present tense"),
    (r"lest|thereof|therein|thereby|whereof|wherein|whereby|hereby|herein|whence|thence|hence(forth)?|hither|thither",
     "a plain sentence"),
    (r"for (it|they|there|he|she|we) (is|are|was|were|has|have|had|does|do|can|may|would|must|will|runs?|takes?|needs?)",
     "because"),
    (r"hears?|heard", "receives, is notified of"),
    (r"mends?|mended|mending", "repair"),
    (r"(hold|holds|held|holding) against", "compare with"),
    (r"what (becomes|became) of", "what happens to"),
    (r"nothing but", "only"),
    (r"stands? still", "does not move; a still image"),
    (r"in silence", "silently, without a message"),
    (r"unasked", "without a request"),
    (r"oneself", "yourself"),
    (r"for granted", "assume"),
    (r"as good as", "almost, equivalent to"),
    (r"all the same", "still"),
    (r"(be|been) had", "is available"),
    (r"be (it|they)", "both … and, whether"),
    (r"of (its|their|his|her) own accord", "automatically"),
    (r"(n|)[ao]ught|betwixt|amongst|whilst|albeit|forthwith|nigh|oft|upon", "the modern word"),
    (r"e\.\s?g\.|i\.\s?e\.|etc\.|viz\.|cf\.|resp\.|vs\.", "English: for example, that is, and so on, compare"),
]
PATTERNS = [
    # A line can end between two words.
    (re.compile(rf"(?<![\w-])(?:{pattern})(?![\w-])".replace(" ", r"\s+"), re.IGNORECASE), advice)
    for pattern, advice in RULES
]

CODE = "…"  # stands for inline code


def findings(text):
    """Yields what is wrong in a paragraph, with the offset in the text."""
    for pattern, advice in PATTERNS:
        for match in pattern.finditer(text):
            yield match.start(), f'"{match.group()}": write {advice}'
    for start, sentence in sentences(text):
        count = sum(any(character.isalnum() or character == CODE for character in word) for word in sentence.split())
        if count > LONGEST_SENTENCE:
            yield start, f"a sentence of {count} words: write at most {LONGEST_SENTENCE}"


def sentences(text):
    """Splits a paragraph into sentences. Yields the offset and the text of each one."""
    start = 0
    for end in re.finditer(r"[.!?][)\"'*]*(?=\s+[^a-z\s]|\s*$)|\n\s*(?=\n|$)", text):
        yield start, text[start:end.end()]
        start = end.end()
    if text[start:].strip():
        yield start, text[start:]


def plain(text):
    """Replaces inline code, link targets, and HTML comments. Keeps all line breaks."""
    keep_lines = lambda match: CODE + "\n" * match.group().count("\n")
    text = re.sub(r"<!--.*?-->", lambda match: "\n" * match.group().count("\n"), text, flags=re.DOTALL)
    text = re.sub(r"(`+)(?!`).+?(?<!`)\1(?!`)", keep_lines, text, flags=re.DOTALL)
    text = re.sub(r"\]\([^)\s]*\)", lambda match: "]" + "\n" * match.group().count("\n"), text)
    return re.sub(r"https?://\S+", CODE, text)


# Extraction. Each function yields paragraphs: a line number and a text.


def markdown(text):
    text = re.sub(r"^```.*?^```", lambda match: "\n" * match.group().count("\n"), text, flags=re.DOTALL | re.MULTILINE)
    yield from paragraphs(plain(text).splitlines())


def paragraphs(lines, first=1):
    """Joins lines to paragraphs. List items, headings, and table cells are paragraphs of their own."""
    begin, part = first, []
    for number, line in enumerate(lines, first):
        stripped = line.strip()
        is_cell = stripped.startswith("|")
        if not stripped or is_cell or re.match(r"([-*+]|\d+\.) |#", stripped):
            if part:
                yield begin, "\n".join(part)
            part = []
        if is_cell:
            yield from ((number, cell) for cell in stripped.strip("|").split("|"))
        elif stripped:
            if not part:
                begin = number
            part.append(line)
    if part:
        yield begin, "\n".join(part)


def swift(text):
    yield from comments(text, r"///?(?!/)")
    literal = r'"""(?P<block>.*?)"""|"(?P<line>(?:[^"\\\n]|\\.)*)"'
    for match in re.finditer(rf"(?:\b(?:help|abstract|discussion):|\bArgumentHelp\()\s*(?:{literal})", text, re.DOTALL):
        group = "block" if match["block"] is not None else "line"
        words = re.sub(r"\\\n", " \n", match[group]).replace('\\"', '"')
        yield from paragraphs(plain(words).splitlines(), 1 + text.count("\n", 0, match.start(group)))


def comments(text, marker):
    """The comments after a marker. Lines that follow each other are one comment."""
    block, begin = [], 0
    for number, line in enumerate([*text.splitlines(), ""], 1):
        match = re.match(rf'((?:[^"\'/#]|"(?:[^"\\]|\\.)*"|\'(?:[^\'\\]|\\.)*\'|/(?!/)|#(?!\s))*?)(?<![:\w]){marker}(?:\s|$)(.*)', line)
        if match and (not match[1].strip() or not block):
            begin = begin if block else number
            # A blank comment line or a MARK becomes an empty line, which ends the paragraph.
            block.append("" if match[2].lstrip().startswith("MARK:") else match[2])
            if not match[1].strip():
                continue
        if block:
            yield from paragraphs(plain("\n".join(block)).splitlines(), begin)
        block = []


def python(text):
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str):
            yield from paragraphs(plain(node.value.value).splitlines(), node.lineno)
    block, last = [], 0
    for token in [*tokenize.generate_tokens(io.StringIO(text).readline), None]:
        if token is not None and token.type != tokenize.COMMENT:
            continue
        if block and (token is None or token.start[0] != last + 1):
            yield from paragraphs(plain("\n".join(block)).splitlines(), last - len(block) + 1)
            block = []
        if token is not None and not token.string.startswith("#!"):
            block.append(token.string.lstrip("# "))
            last = token.start[0]


def configuration(text):
    yield from comments(text, r"#{1,2}")


def c(text):
    for match in re.finditer(r"/\*(.*?)\*/", text, re.DOTALL):
        lines = [re.sub(r"^\s*\* ?", "", line) for line in match[1].splitlines()]
        yield from paragraphs(plain("\n".join(lines)).splitlines(), 1 + text.count("\n", 0, match.start()))


EXTRACTORS = {
    ".md": markdown, ".swift": swift, ".py": python, ".c": c, ".h": c,
    **dict.fromkeys([".sh", ".yaml", ".yml", ".conf", ".service", ".crontab", ".toml", ".editorconfig"], configuration),
}


def extractor(path):
    if path.name in ("Makefile", "run", ".editorconfig"):
        return configuration
    return EXTRACTORS.get(path.suffix)


def check(path):
    """Returns the findings of a file, in the order of its lines."""
    found = []
    for first, text in extractor(path)(path.read_text(encoding="utf-8")):
        for offset, problem in findings(text):
            # The sentence or word starts at the first letter after the offset.
            blanks = len(text[offset:]) - len(text[offset:].lstrip())
            found.append((first + text.count("\n", 0, offset + blanks), problem))
    return [f"{path}:{line}: {problem}" for line, problem in sorted(found)]


def files(path):
    if path.is_dir():
        return sorted(file for file in path.rglob("*") if file.is_file() and extractor(file) and "__pycache__" not in file.parts)
    return [path]


# The script's own tests: a file name, a text, and the lines with findings.
CASES = [
    ("a.md", "It stands alone.\n", [1]),
    ("a.md", "Use `alone` and [this](alone.md).\n", []),
    ("a.md", "```\nalone\n```\nThe file\nis to be made.\n", [5]),
    ("a.md", "| a | b |\n|---|---|\n| the place | it is overwritten in place |\n", [3]),
    ("a.md", "A placeholder replaces it. Standalone is one word.\n", []),
    ("a.md", " ".join(["word"] * 41) + ".\n", [1]),
    ("a.md", " ".join(["word"] * 40) + ".\nThe next sentence is short.\n", []),
    ("a.md", "- " + " ".join(["word"] * 30) + "\n- " + " ".join(["word"] * 30) + "\n", []),
    ("a.md", "Some formats, e.g. JPEG.\n", [1]),
    ("a.md", "It waits, for it has no lock.\nIt waits for the lock, which it has.\n", [1]),
    ("a.md", "The watch has heard of it.\nIt keeps what becomes of it.\nA hearing is not a finding.\n", [1, 2]),
    ("a.swift", 'let a = "alone // told" // nobody\n', [1]),
    ("a.swift", "/// The place of it.\nlet place = 1\n", [1]),
    ("a.swift", 'static let url = "https://alone"\n', []),
    ("a.swift", '@Flag(help: "Say nothing to nobody.")\n@Flag(\n    help: ArgumentHelp(\n        "Tell it.", valueName: "x"))\n', [1, 4]),
    ("a.swift", 'abstract: "Good.",\ndiscussion: """\n    Fine.\n    It is told \\\n    here.\n    """\n', [4]),
    ("a.py", '"""Told."""\nx = "alone"  # anew\n# fine\n', [1, 2]),
    ("Makefile", "a: ## Build it anew\n\t@echo alone\n# Whoever reads this.\n", [1, 3]),
    ("a.c", "/* By\n * and by. */\nint alone;\n", [1]),
]


def test():
    failed = 0
    for name, text, expected in CASES:
        lines = []
        for first, part in extractor(Path(name))(text):
            lines += [first + part.count("\n", 0, offset) for offset, _ in findings(part)]
        if sorted(lines) != expected:
            failed += 1
            print(f"{name} {text!r}: expected findings in lines {expected}, got {sorted(lines)}", file=sys.stderr)
    print(f"prose: {len(CASES) - failed} of {len(CASES)} cases as expected")
    return 1 if failed else 0


def main(arguments):
    if arguments == ["--test"]:
        return test()
    paths = [Path(argument) for argument in arguments]
    missing = [path for path in paths if not path.exists()]
    if not paths or missing:
        print(f"no such path: {missing[0]}" if missing else __doc__, file=sys.stderr)
        return 64
    found = [problem for path in paths for file in files(path) for problem in check(file)]
    for problem in found:
        print(problem)
    print(f"prose: {len(found)} finding{'' if len(found) == 1 else 's'}", file=sys.stderr)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
