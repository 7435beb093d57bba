"""Single calls during a batch of slow images."""
import json
import os
import shutil
import statistics
import subprocess
import time
from pathlib import Path

from .site import Tally, sample

SLOW_WORKER = """#!/bin/sh
[ "$1" != query ] || exec "$REAL" "$@"
while IFS= read -r job; do sleep 1; printf '%s\\n' "$job" | "$REAL"; done
"""


def real_worker(imagekit):
    """Returns the path of the worker that an imagekit starts."""
    folder = Path(shutil.which(imagekit)).resolve().parent
    beside = folder / "imagekit-worker"
    return beside if beside.exists() else folder.parent / "libexec/imagekit/imagekit-worker"


def beside_a_batch(trial):
    """Starts a batch whose workers need a second for each source. Makes single calls until the batch ends. The calls
    request an image that no generator of the batch makes, and images of the batch. Each image of the batch must be made
    exactly once, by the batch or by a call."""
    tally, seconds, waits = Tally(), [], []
    wanted = trial.scaled(100)
    real = real_worker(trial.imagekit)
    with trial.site() as site:
        started = time.monotonic()
        subprocess.run([trial.imagekit, "thumbnail", "20x", f"photos/{min(sample())}"], cwd=site.path, capture_output=True)
        alone = time.monotonic() - started
    while tally.done < wanted:
        with trial.site() as site:
            slow = site.path / "slow-worker"
            slow.write_text(SLOW_WORKER)
            slow.chmod(0o755)
            batch = site.start("--jobs", "2", environment={"IMAGEKIT_WORKER": str(slow), "REAL": str(real)})
            made, names = [], sorted(sample())
            while batch.poll() is None and tally.done < wanted:
                name = f"photos/{names[tally.done % len(names)]}"
                is_own = tally.done % 4 == 3
                call = ["generateimage", "app:small"] if is_own else ["thumbnail", f"{20 + tally.done}x"]
                started = time.monotonic()
                result = subprocess.run(
                    [trial.imagekit, *call, name, "--json"], cwd=site.path, capture_output=True, text=True,
                )
                (waits if is_own else seconds).append(time.monotonic() - started)
                answer = json.loads(result.stdout) if result.stdout else {}
                if is_own and answer.get("status") == "generated":
                    made.append(answer["name"].removeprefix("CACHE/images/"))
                tally.add(
                    call[0], code=result.returncode and result.stderr, slow=not is_own and seconds[-1] > 1 + 5 * alone and seconds[-1],
                    answer=not answer.get("name") and result.stdout,
                )
            output, errors = batch.communicate()
            events = [json.loads(line) for line in output.splitlines()]
            made += [e["name"].removeprefix("CACHE/images/") for e in events if e.get("status") == "generated"]
            tree = site.tree()
            broken = [name for name, digest in trial.clean.items() if tree.get(name) != digest]
            twice = sorted({name for name in made if made.count(name) > 1})
            if batch.returncode or broken or twice or site.leftovers() or site.run()[0]:
                tally.wrong.append(f"batch: {batch.returncode} {errors!r} {broken} {twice} {site.leftovers()}")
    tally.remark = (
        f"without a batch {alone * 1000:.0f} ms; median {statistics.median(seconds) * 1000:.0f} ms, longest {max(seconds) * 1000:.0f} ms; an image of the batch: "
        f"longest {max(waits, default=0):.1f} s; the batch: {sum(1 for _ in sample()) / 2:.0f} s"
    )
    return tally
