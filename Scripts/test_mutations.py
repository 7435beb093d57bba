#!/usr/bin/env python3
"""Breaks the core rules one at a time and checks that tests fail.

usage: Scripts/test_mutations.py [--only PATTERN] [--scratch FOLDER] [--build COMMAND]
       Scripts/test_mutations.py --check      (fast: only checks that the list fits the sources)

Scripts/mutations.py lists the mutations. The script works on a copy of the sources (.build/mutations by default), so it
never edits this working tree. The first build of the copy takes some minutes. Each mutation needs an incremental build.

The script prints a table. It exits with 0 if all selected mutations are killed, and with 1 if a mutation survives, does
not compile, or is not found in the sources.
"""
import argparse
import fcntl
import os
import re
import shlex
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

from mutations import MUTATIONS

ROOT = Path(__file__).resolve().parent.parent
# A test that does not end within this time counts as failed, so its mutation is killed.
LONGEST_TEST = 900  # seconds


def problems(mutations):
    """Returns the reasons why the list does not fit the sources, one per line."""
    tests = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "Tests").rglob("*.swift"))
    found = []
    for mutation in mutations:
        path = ROOT / mutation.file
        count = path.read_text(encoding="utf-8").count(mutation.old) if path.is_file() else None
        if count is None:
            found.append(f"{mutation.rule}: {mutation.file} does not exist")
        elif count != 1:
            found.append(f"{mutation.rule}: {count} times in {mutation.file}, not once: {mutation.old.strip()}")
        if mutation.old == mutation.new:
            found.append(f"{mutation.rule}: changes nothing")
        for name in mutation.tests.split("|"):
            suite = re.escape(name.split(".")[-1])
            if not re.search(rf"\b(struct|func) {suite}\b", tests):
                found.append(f"{mutation.rule}: there is no test {name}")
    return found


def copy_tree(scratch):
    """Makes the copy equal to the working tree, and keeps the times of equal files so that builds are incremental."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"], cwd=ROOT, check=True, capture_output=True
    )
    names = {name for name in os.fsdecode(listed.stdout).split("\0") if name and (ROOT / name).is_file()}
    for folder, folders, files in os.walk(scratch):
        folders[:] = [name for name in folders if name != ".build"]
        for name in files:
            path = Path(folder, name)
            if str(path.relative_to(scratch)) not in names:
                path.unlink()
    for name in names:
        source, target = ROOT / name, scratch / name
        if target.is_symlink() or not target.exists() or target.read_bytes() != source.read_bytes():
            target.parent.mkdir(parents=True, exist_ok=True)
            target.unlink(missing_ok=True)
            shutil.copyfile(source, target, follow_symlinks=False)
        if not target.is_symlink():
            target.chmod(source.stat().st_mode & 0o777)


def run(command, scratch, log, timeout=None):
    """Runs a command, and everything that it starts, in the copy. Returns the exit code of the command, or None if the
    command takes too long."""
    process = subprocess.Popen(
        command, cwd=scratch, stdin=subprocess.DEVNULL, stdout=log, stderr=subprocess.STDOUT, start_new_session=True
    )
    try:
        return process.wait(timeout)
    except subprocess.TimeoutExpired:
        return None
    finally:
        if process.poll() is None:
            # `swift test` runs the tests in another process group of the same session.
            subprocess.run(["pkill", "--signal", "KILL", "--session", str(process.pid)])
            process.wait()


def judge(mutation, scratch, build, log):
    """Applies a mutation, builds, tests, and restores the file. Returns "killed", "survived", or "does not compile"."""
    path = scratch / mutation.file
    original = path.read_text(encoding="utf-8")
    try:
        path.write_text(original.replace(mutation.old, mutation.new), encoding="utf-8")
        if run(build, scratch, log) != 0:
            return "does not compile"
        return "survived" if passes(mutation.tests, scratch, log) else "killed"
    finally:
        path.write_text(original, encoding="utf-8")


def passes(tests, scratch, log):
    """Returns whether the tests pass. Ends the script if no test matches."""
    log.flush()
    start = os.fstat(log.fileno()).st_size
    # The names of tests look like Target.Suite/test().
    command = ["swift", "test", "--skip-build", "--filter", rf"(^|[./])({tests})[/(]"]
    code = run(command, scratch, log, LONGEST_TEST)
    output = os.pread(log.fileno(), os.fstat(log.fileno()).st_size - start, start)
    if b"Test run with 0 tests" in output:
        sys.exit(f"no test matches {tests}")
    return code == 0


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--check", action="store_true", help="only check that the list fits the sources")
    parser.add_argument("--only", default="", metavar="PATTERN", help="only mutations whose rule matches")
    parser.add_argument("--scratch", type=Path, default=ROOT / ".build" / "mutations", metavar="FOLDER")
    parser.add_argument("--build", default="swift build --build-tests", metavar="COMMAND")
    options = parser.parse_args()

    wrong = problems(MUTATIONS)
    for line in wrong:
        print(line, file=sys.stderr)
    if wrong or options.check:
        print(f"mutations: {len(MUTATIONS)} listed, {len(wrong)} problems")
        return 1 if wrong else 0
    selected = [mutation for mutation in MUTATIONS if re.search(options.only, mutation.rule)]
    if not selected:
        print(f"no rule matches {options.only!r}", file=sys.stderr)
        return 2

    scratch = options.scratch.resolve()
    marker = scratch / ".build" / "mutations.lock"
    # `copy_tree` deletes all files of the copy that are not in the sources, so refuse a folder of the user.
    if scratch.exists() and any(scratch.iterdir()) and not marker.exists():
        print(f"{scratch} is not empty and not a copy that this script made", file=sys.stderr)
        return 2
    marker.parent.mkdir(parents=True, exist_ok=True)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    build = shlex.split(options.build)
    with open(marker, "w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            print(f"another run uses {scratch}", file=sys.stderr)
            return 2
        copy_tree(scratch)
        log_path = scratch / ".build" / "mutations.log"
        with open(log_path, "w+b") as log:
            return test(selected, scratch, build, log, log_path)


def test(selected, scratch, build, log, log_path):
    print(f"Testing without mutations ({log_path})…", flush=True)
    everything = "|".join(sorted({name for mutation in selected for name in mutation.tests.split("|")}))
    if run(build, scratch, log) != 0 or not passes(everything, scratch, log):
        print("the tests fail without a mutation", file=sys.stderr)
        return 1
    killed = 0
    for mutation in selected:
        start = time.monotonic()
        result = judge(mutation, scratch, build, log)
        killed += result == "killed"
        print(f"{result:<16} {time.monotonic() - start:5.0f} s  {mutation.rule}", flush=True)
    print(f"{killed} of {len(selected)} mutations killed")
    return 0 if killed == len(selected) else 1


if __name__ == "__main__":
    sys.exit(main())
