"""Repeated runs with a time budget, in which the decoding of some sources never ends."""
import json

from .calls import real_worker
from .site import Tally, sample

HOSTILE = 5
WORKER = """#!/bin/sh
[ "$1" != query ] || exec "$REAL" "$@"
while IFS= read -r job; do
    case $job in *hostile*) exec sleep 1000 ;; esac
    printf '%s\\n' "$job" | "$REAL"
done
"""


def repeated(trial):
    """Runs with budgets from 1 to 10 seconds must make the images of all other sources, although the five sources whose
    decoding never ends are the largest. Each run must end when its budget ends, and exit with 0."""
    tally, counts = Tally(), []
    largest = max(len(data) for data in sample().values())
    for budget in range(1, trial.scaled(10) + 1):
        hostile = {f"hostile-{number}.jpg": bytes(largest + number + 1) for number in range(HOSTILE)}
        with trial.site(sample() | hostile) as site:
            worker = site.path / "worker"
            worker.write_text(WORKER)
            worker.chmod(0o755)
            environment = {"IMAGEKIT_WORKER": str(worker), "REAL": str(real_worker(trial.imagekit))}
            runs, problems = 0, []
            while not problems and runs < HOSTILE + len(trial.clean):
                runs += 1
                code, output, errors = site.run(
                    "--jobs", "2", "--timeout", "3600", "--time-budget", f"{budget}s", environment=environment
                )
                summary = json.loads(output.splitlines()[-1])
                if code or summary["failed"]:
                    problems.append(f"run {runs}: {code} {errors[:200]} {summary}")
                if set(trial.clean) <= set(site.tree()):
                    break
            counts.append(runs)
            tally.add(
                f"{budget} s", runs=problems, missing=sorted(set(trial.clean) - set(site.tree())), broken=trial.broken(site),
                left=summary["left"] != 2 * HOSTILE and summary, leftovers=site.leftovers(),
            )
    tally.remark = f"{HOSTILE} sources that take forever; runs until all others are made: {', '.join(map(str, counts))}"
    return tally
