"""A power failure: the disk keeps only what was synced to it."""
import os
import shutil
import signal
import sqlite3
import subprocess
import time
from contextlib import closing, contextmanager
from pathlib import Path

from .disks import NO_MOUNTS, can_mount
from .site import Tally, sample

# The smallest disks that mkfs.xfs and mkfs.btrfs accept.
MEBIBYTES = {"ext4": 64, "xfs": 300, "btrfs": 128}
MADE = 1
# The state keeps this many digits of a SHA-256.
DIGEST = 32


def unplugged(trial):
    """Copies the disk of a run, at random times or right after its end, and continues with the copy.

    If a record says that an image is made, all bytes of the image must be on the copy. An upload whose name was printed
    must be on the copy. The next run must complete the tree. In every second case, the boot id of the machine changes
    before that run.
    """
    tally = Tally()
    systems = [name for name in MEBIBYTES if shutil.which(f"mkfs.{name}")]
    if not can_mount() or not systems:
        tally.remark = NO_MOUNTS
        return tally
    for system in systems:
        for moment in range(trial.scaled(20)):
            with trial.site({}) as site:
                case = f"{system}, moment {moment}"
                disk, copy = site.path / "disk", site.path / "copy"
                with disk.open("wb") as file:
                    file.truncate(MEBIBYTES[system] << 20)
                subprocess.run([f"mkfs.{system}", "-q", str(disk)], check=True, capture_output=True)
                with attached(disk, site):
                    site.write(sample())
                    os.sync()
                    process = site.start()
                    upload = ""
                    if moment == 0:
                        process.communicate()
                        upload = uploaded(site)
                    else:
                        time.sleep(trial.rng.uniform(0, trial.seconds * 1.2))
                        # Killing the process syncs no data, and no process writes while the disk is copied.
                        kill(process)
                    subprocess.run(["cp", "--sparse=always", str(disk), str(copy)], check=True)
                with attached(copy, site), boot(site, is_another=moment % 2 == 1):
                    lost = promised(site) - {(name, digest[:DIGEST]) for name, digest in site.tree().items()}
                    stored = upload and (site.path / upload).exists() and (site.path / upload).stat().st_size
                    code, _, errors = site.run()
                    tally.add(
                        case, made_without_bytes=sorted(lost), upload_lost=upload and not stored and upload,
                        next_run=code and errors, wrong_after_it=trial.broken(site),
                        missing=sorted(set(trial.clean) - set(site.tree())),
                    )
    tally.remark = ", ".join(systems)
    return tally


@contextmanager
def attached(disk, site):
    """Mounts a disk as the folder of the pictures and the cache."""
    media = site.path / "media"
    subprocess.run(["mount", "-o", "loop", str(disk), str(media)], check=True)
    (media / "photos").mkdir(exist_ok=True)
    try:
        yield
    finally:
        # Workers end a short time after their parent, so try again until no process uses the folder.
        while subprocess.run(["umount", str(media)], capture_output=True).returncode == 32:
            time.sleep(0.05)


@contextmanager
def boot(site, is_another):
    """Gives the machine another boot id for a while."""
    if not is_another:
        yield
        return
    file = site.path / "boot_id"
    file.write_text("00000000-0000-4000-8000-000000000000\n")
    subprocess.run(["mount", "--bind", str(file), "/proc/sys/kernel/random/boot_id"], check=True)
    try:
        yield
    finally:
        subprocess.run(["umount", "/proc/sys/kernel/random/boot_id"], check=True)


def kill(process):
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except ProcessLookupError:
        pass
    process.communicate()


def uploaded(site):
    """Processes a picture once, and returns the path of the result."""
    picture = next(Path(site.path / "media/photos").iterdir())
    command = [site.imagekit, "process", "app:large", str(picture), "--upload-to", "uploads/2026/11", "--path"]
    return subprocess.run(command, cwd=site.path, capture_output=True, text=True, check=True).stdout.strip()


def promised(site):
    """Returns the names and digests of the images that the state says are made."""
    # Open a copy of the state, because SQLite's recovery writes to the file that it opens. The next run must find the
    # state as the failure left it.
    copies = site.path / "state"
    shutil.rmtree(copies, ignore_errors=True)
    copies.mkdir()
    for file in (site.cache / ".imagekit").glob("state.sqlite3*"):
        shutil.copy(file, copies)
    if not (copies / "state.sqlite3").exists():
        return set()
    with closing(sqlite3.connect(copies / "state.sqlite3")) as database:
        if not database.execute("SELECT 1 FROM sqlite_master WHERE name = 'cache_file'").fetchone():
            return set()
        rows = database.execute("SELECT name, output FROM cache_file WHERE state = ?", (MADE,)).fetchall()
    return {(name.removeprefix("CACHE/images/"), digest.hex()) for name, digest in rows if digest}
