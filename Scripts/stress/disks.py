"""Full, read-only, and failing disks, and a process that can open only a few files."""
import errno
import os
import resource
import shutil
import subprocess
import threading
import time
from contextlib import contextmanager
from pathlib import Path

from .site import Tally, sample

FAULTS = Path(__file__).with_name("faults.c")
NO_MOUNTS = "skipped: cannot mount a file system here (run as root and with unshare(1) allowed)"


def can_mount():
    return subprocess.run(["unshare", "--mount", "true"], capture_output=True).returncode == 0 and os.geteuid() == 0


@contextmanager
def mounted(path, *options):
    path.mkdir(parents=True, exist_ok=True)
    subprocess.run(["mount", *options, str(path)], check=True)
    try:
        yield
    finally:
        subprocess.run(["umount", "--lazy", str(path)], check=True)


def half():
    """Returns the first pictures of the sample. Their images exist before the fault."""
    return dict(list(sample().items())[:3])


def judged(trial, tally, site, older, run, reasons):
    """Checks the result of a run on a failing disk."""
    code, output, errors = run
    now = site.stamps()
    complete = set(now) == set(trial.clean)
    words = output + errors
    is_reported = (str(site.path) in words or "photos/" in errors + output) and any(reason in words for reason in reasons)
    tally.add(
        hidden=code == 0 and not complete and sorted(set(trial.clean) - set(now)), exit_code=code not in (0, 1) and code,
        path_or_reason_missing=code != 0 and not is_reported and (words[:300] or "no message"), partial=trial.broken(site),
        older_files_changed=[name for name, stamp in older.items() if now.get(name) != stamp],
    )
    return code


def recovered(trial, tally, site):
    code, output, errors = site.run()
    if code != 0 or site.tree() != trial.clean or site.leftovers():
        failed = [line for line in output.splitlines() if '"error"' in line][:1]
        tally.wrong.append(f"the run after it: exit code {code}, {errors[:200]} {failed}, left {site.leftovers()}")


def full(trial):
    """Uses a cache folder on a tmpfs with 20 sizes, from the size of the older images to the size of all images."""
    tally = Tally()
    if not can_mount():
        tally.remark = NO_MOUNTS
        return tally
    failures, sizes = 0, trial.scaled(20)
    for index in range(sizes):
        with trial.site(half()) as site, mounted(site.path / "media/CACHE", "-t", "tmpfs", "-o", "size=64m", "tmpfs"):
            site.run()
            older = site.stamps()
            used = taken(site.path / "media/CACHE")
            site.write(sample())
            # Every second size leaves so little space that the state itself does not fit.
            room = 4096 * (1 + index * 2) if index % 2 else 24_576 * (index + 1)
            remount(site, used + room)
            failures += judged(trial, tally, site, older, site.run(), ["No space left on device"]) != 0
            remount(site, 64 << 20)
            recovered(trial, tally, site)
    tally.remark = f"the tmpfs was too small in {failures} cases"
    return tally


def taken(folder):
    state = os.statvfs(folder)
    return (state.f_blocks - state.f_bfree) * state.f_frsize


def remount(site, size):
    subprocess.run(["mount", "-o", f"remount,size={size}", str(site.path / "media/CACHE")], check=True)


def read_only(trial):
    """Uses a read-only cache folder. imagekit must find the existing images, and report the images that it cannot
    write."""
    tally = Tally()
    if not can_mount():
        tally.remark = NO_MOUNTS
        return tally
    with trial.site(half()) as site:
        site.run()
        older, cache = site.stamps(), site.path / "media/CACHE"
        with mounted(cache, "--bind", str(cache)):
            subprocess.run(["mount", "-o", "remount,bind,ro", str(cache)], check=True)
            code, _, errors = site.run()
            tally.add(nothing_to_do=code and errors)
            site.write(sample())
            judged(trial, tally, site, older, site.run(), ["Read-only file system"])
        recovered(trial, tally, site)
    return tally


def failing(trial):
    """Makes each kind of system call fail, for the images and for the state. The failures begin with an early or a late
    call."""
    tally = Tally()
    compiler = shutil.which("cc") or shutil.which("clang")
    if not compiler or os.uname().sysname != "Linux":
        tally.remark = "skipped: no C compiler (cc), or not Linux"
        return tally
    failed = 0
    with trial.site({}) as tools:
        library = tools.path / "faults.so"
        subprocess.run([compiler, "-shared", "-fPIC", "-O1", str(FAULTS), "-o", str(library), "-ldl"], check=True)
        images, state, tree = ".imagekit/tmp", ".imagekit/state", ""
        kinds = [
            ("write", images), ("write", state), ("create", images), ("close", images), ("sync", state),
            ("rename", images), ("mkdir", tree), ("read", None),
        ]
        cases = [
            (call, below, code, first)
            for first in (1, 2, 3, 9) for code in (errno.EIO, errno.EDQUOT) for call, below in kinds
        ]
        for call, below, code, first in cases[: trial.scaled(len(cases))]:
            with trial.site(half()) as site:
                site.run()
                older = site.stamps()
                site.write(sample())
                folder = site.path / "media/photos" if below is None else site.cache / below
                environment = {
                    "LD_PRELOAD": str(library), "FAULT_CALL": call, "FAULT_BELOW": str(folder).rstrip("/"),
                    "FAULT_ERRNO": str(code), "FAULT_FROM": str(first),
                }
                run = site.run(environment=environment)
                before = len(tally.wrong)
                # SQLite does not report the errno of a failed fsync: the message is always "disk I/O error".
                reasons = [os.strerror(code)] + ["disk I/O error"] * (call == "sync")
                failed += judged(trial, tally, site, older, run, reasons) != 0
                recovered(trial, tally, site)
                tally.wrong[before:] = [f"{call} of {below}, {errno.errorcode[code]} from {first}: {w}" for w in tally.wrong[before:]]
    tally.remark = f"the run failed in {failed} cases"
    return tally


def few_descriptors(trial):
    """Makes 10,000 images in a process that can open 256 files. No image may fail, and the memory use must stay
    constant."""
    tally = Tally()
    count = trial.scaled(10_000)
    with trial.site({}) as seeds:
        seeds.write(sample())
        seeds.run()
        small = [path.read_bytes() for name, path in seeds.files() if name.endswith(".png")]
    with trial.site({}) as site:
        for index in range(count // 2):
            folder = site.path / f"media/photos/{index % 50}"
            folder.mkdir(exist_ok=True)
            (folder / f"{index}.png").write_bytes(small[index % len(small)])
        process = site.start(limits=lambda: resource.setrlimit(resource.RLIMIT_NOFILE, (256, 256)))
        errors = []
        reader = threading.Thread(target=lambda: errors.append(process.stderr.read()))
        reader.start()
        made, bad, samples, last = 0, [], [], 0
        for line in process.stdout:
            made += '"status":"generated"' in line
            if '"status":"failed"' in line:
                bad.append(line.strip())
            if time.monotonic() - last > 0.05:
                last = time.monotonic()
                samples.append((made, memory(process.pid)))
        process.wait()
        reader.join()
        # In a short run, compare smaller parts than a thousand images.
        part = min(1000, count // 4)
        first = max((size for index, size in samples if index <= part), default=0)
        end = max((size for index, size in samples if index > count - part), default=0)
        tally.add(
            exit_code=process.returncode and errors, failed=bad[:2], made=made != count // 2 * 2 and made,
            memory_grows=end > first * 1.1 and f"{first >> 20} MiB, then {end >> 20} MiB",
        )
        tally.done = made
    tally.remark = f"imagekit and its workers: {first >> 20} MiB in the first {part:,}, {end >> 20} MiB in the last"
    return tally


def memory(process):
    """Returns the resident memory of a process and its children, in bytes."""
    total = 0
    try:
        children = Path(f"/proc/{process}/task/{process}/children").read_text().split()
        for thread in Path(f"/proc/{process}/task").iterdir():
            children += (thread / "children").read_text().split()
        for one in {str(process), *children}:
            total += int(Path(f"/proc/{one}/statm").read_text().split()[1]) * resource.getpagesize()
    except (OSError, IndexError):
        pass
    return total
