"""Disks that are full, cannot be written, or fail; and a process that may open few files."""
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
NO_MOUNTS = "skipped: no file system can be mounted here (run it as root, or where unshare(1) may)"


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
    """The first pictures of the sample, whose images are there before anything goes wrong."""
    return dict(list(sample().items())[:3])


def judged(trial, tally, site, older, run, reasons):
    """What a run on a disk that fails must have come to, and the run after it."""
    code, output, errors = run
    now = site.stamps()
    complete = set(now) == set(trial.clean)
    words = output + errors
    told = (str(site.path) in words or "photos/" in errors + output) and any(reason in words for reason in reasons)
    tally.add(
        hidden=code == 0 and not complete and sorted(set(trial.clean) - set(now)), exit_code=code not in (0, 1) and code,
        path_or_reason_untold=code != 0 and not told and (words[:300] or "nothing was said"), partial=trial.broken(site),
        older_ones_touched=[name for name, stamp in older.items() if now.get(name) != stamp],
    )
    return code


def recovered(trial, tally, site):
    code, output, errors = site.run()
    if code != 0 or site.tree() != trial.clean or site.leftovers():
        failed = [line for line in output.splitlines() if '"error"' in line][:1]
        tally.wrong.append(f"the run after it: exit code {code}, {errors[:200]} {failed}, left {site.leftovers()}")


def full(trial):
    """A cache folder on a tmpfs of 20 sizes, from what the older images take to what all take."""
    tally = Tally()
    if not can_mount():
        tally.remark = NO_MOUNTS
        return tally
    failures, sizes = 0, trial.scaled(20)
    for place in range(sizes):
        with trial.site(half()) as site, mounted(site.path / "media/CACHE", "-t", "tmpfs", "-o", "size=64m", "tmpfs"):
            site.run()
            older = site.stamps()
            used = taken(site.path / "media/CACHE")
            site.write(sample())
            # Every other size leaves so little that the state itself does not fit.
            room = 4096 * (1 + place * 2) if place % 2 else 24_576 * (place + 1)
            remount(site, used + room)
            failures += judged(trial, tally, site, older, site.run(), ["No space left on device"]) != 0
            remount(site, 64 << 20)
            recovered(trial, tally, site)
    tally.remark = f"{failures} of them too small"
    return tally


def taken(folder):
    state = os.statvfs(folder)
    return (state.f_blocks - state.f_bfree) * state.f_frsize


def remount(site, size):
    subprocess.run(["mount", "-o", f"remount,size={size}", str(site.path / "media/CACHE")], check=True)


def read_only(trial):
    """A cache folder that cannot be written: the images that are there are answered for, the others told."""
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
    """System calls that fail: each kind, on the images and on the state, once early and once late, and from then on."""
    tally = Tally()
    compiler = shutil.which("cc") or shutil.which("clang")
    if not compiler or os.uname().sysname != "Linux":
        tally.remark = "skipped: there is no C compiler (cc), or this is not Linux"
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
                place = site.path / "media/photos" if below is None else site.cache / below
                environment = {
                    "LD_PRELOAD": str(library), "FAULT_CALL": call, "FAULT_BELOW": str(place).rstrip("/"),
                    "FAULT_ERRNO": str(code), "FAULT_FROM": str(first),
                }
                run = site.run(environment=environment)
                before = len(tally.wrong)
                # Of a failed fsync SQLite tells no errno: it is told as an error of the disk, whatever it was.
                reasons = [os.strerror(code)] + ["disk I/O error"] * (call == "sync")
                failed += judged(trial, tally, site, older, run, reasons) != 0
                recovered(trial, tally, site)
                tally.wrong[before:] = [f"{call} of {below}, {errno.errorcode[code]} from {first}: {w}" for w in tally.wrong[before:]]
    tally.remark = f"in {failed} of them something could not be done"
    return tally


def few_descriptors(trial):
    """10,000 images in a process that may open 256 files: none fails, and memory stays flat."""
    tally = Tally()
    count = trial.scaled(10_000)
    with trial.site({}) as seeds:
        seeds.write(sample())
        seeds.run()
        small = [path.read_bytes() for name, path in seeds.files() if name.endswith(".png")]
    with trial.site({}) as site:
        for place in range(count // 2):
            folder = site.path / f"media/photos/{place % 50}"
            folder.mkdir(exist_ok=True)
            (folder / f"{place}.png").write_bytes(small[place % len(small)])
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
        # In a short run the first thousand are a tenth.
        part = min(1000, count // 4)
        first = max((size for place, size in samples if place <= part), default=0)
        end = max((size for place, size in samples if place > count - part), default=0)
        tally.add(
            exit_code=process.returncode and errors, failed=bad[:2], made=made != count // 2 * 2 and made,
            memory_grows=end > first * 1.1 and f"{first >> 20} MiB, then {end >> 20} MiB",
        )
        tally.done = made
    tally.remark = f"imagekit and its workers: {first >> 20} MiB in the first {part:,}, {end >> 20} MiB in the last"
    return tally


def memory(process):
    """Bytes that a process and its children have in memory."""
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
