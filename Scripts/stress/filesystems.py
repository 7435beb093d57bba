"""File systems without some kinds of locks, or without shared memory."""
import errno
import os
import shutil
import subprocess

from .disks import FAULTS
from .site import Tally, sample

MISSING = ["flock", "lock", "map", "flock,map", "lock,map", "flock,lock", "flock,lock,map"]
CODES = [errno.ENOSYS, errno.EOPNOTSUPP, errno.ENOLCK]


def without_locks(trial):
    """Simulates file systems without `flock` (flock), locks of bytes (lock), or shared memory (map). A run and a single call
    must work, a second run must make nothing, and two runs at once must not break images. Without any locks, a warning must say
    that no state is kept, and one of the two runs can fail; the next run then completes the images."""
    tally = Tally()
    compiler = shutil.which("cc") or shutil.which("clang")
    if not compiler or os.uname().sysname != "Linux":
        tally.remark = "skipped: no C compiler (cc), or not Linux"
        return tally
    cases = [(calls, code) for calls in MISSING for code in CODES]
    with trial.site({}) as tools:
        library = tools.path / "faults.so"
        subprocess.run([compiler, "-shared", "-fPIC", "-O1", str(FAULTS), "-o", str(library), "-ldl"], check=True)
        for calls, code in cases[: trial.scaled(len(cases))]:
            with trial.site() as site:
                environment = {
                    "LD_PRELOAD": str(library), "FAULT_CALL": calls, "FAULT_BELOW": str(site.path / "media"), "FAULT_ERRNO": str(code),
                    "FAULT_FROM": "1",
                }
                first = site.run(environment=environment)
                stamps, stateless = site.stamps(), "flock" in calls and "lock" in calls.split(",")
                second = site.run(environment=environment)
                single = subprocess.run(
                    [trial.imagekit, "thumbnail", "20x", f"photos/{min(sample())}"], cwd=site.path, capture_output=True, text=True,
                    env=os.environ | environment,
                )
                changed = {name for name, stamp in stamps.items() if site.stamps().get(name) != stamp}
                twins = [site.start("--force", environment=environment) for _ in range(2)]
                ended = [twin.communicate() and twin.returncode for twin in twins]
                last = stateless and site.run(environment=environment)
                tree = site.tree()
                tally.add(
                    f"{calls}, {errno.errorcode[code]}", first=first[0] and first, second=second[0] and second,
                    single=single.returncode and single.stderr, made_again=sorted(changed),
                    broken=[name for name, digest in trial.clean.items() if tree.get(name) != digest], twins=(last[0] if stateless else any(ended)) and (ended, last),
                    silent=stateless and "no state is kept" not in first[2] and first[2],
                    wrong_warning=not stateless and "no state" in first[2] and first[2],
                    has_state=stateless == (site.cache / ".imagekit/state.sqlite3").exists(),
                )
    return tally
