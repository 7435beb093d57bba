"""Kills and signals at random times, and concurrent runs."""
import json
import os
import signal
import time

from .site import Tally, clean_tree, sample


def turned(pictures):
    """Returns the same names, each with the picture of another name."""
    names = list(pictures)
    return {name: pictures[names[index - 1]] for index, name in enumerate(names)}


def kills(trial):
    """Kills imagekit and its workers with kill -9. Existing files must be complete, no old image may count as fresh,
    and the next run must complete the tree. In every second case, the pictures have changed since the last run, so old
    images exist."""
    tally = Tally()
    others, _ = clean_tree(trial.imagekit, turned(sample()))
    for round in range(trial.scaled(200)):
        with trial.site(turned(sample()) if round % 2 else None) as site:
            if round % 2:
                site.run()
                site.write(sample())
            process = site.start()
            time.sleep(trial.rng.uniform(0, trial.seconds * 1.1))
            try:
                os.killpg(process.pid, signal.SIGKILL)
            except ProcessLookupError:
                pass
            process.communicate()
            partial = [n for n, d in site.tree().items() if d not in (trial.clean.get(n), others.get(n))]
            fresh = {e["name"].removeprefix("CACHE/images/") for e in site.events("--check", "-v") if e.get("status") == "fresh"}
            believed = [name for name in trial.broken(site) if name in fresh]
            code, _, errors = site.run()
            tally.add(
                partial=partial, old_images_counted_as_fresh=believed, next_run=code and errors,
                wrong_after_it=trial.broken(site), missing=set(trial.clean) - set(site.tree()), left=site.leftovers(),
            )
    return tally


def signals(trial):
    """Sends SIGTERM or SIGINT. The run must end within two seconds, with complete files and the right exit code."""
    tally = Tally()
    for round in range(trial.scaled(50)):
        number = (signal.SIGTERM, signal.SIGINT)[round % 2]
        with trial.site() as site:
            process = site.start()
            # Before imagekit has installed its handler, a signal ends the process at once. In this case, the exit code
            # is -15 or -2.
            time.sleep(trial.rng.uniform(0, trial.seconds))
            process.send_signal(number)
            sent = time.monotonic()
            process.communicate()
            took = time.monotonic() - sent
            expected = process.returncode in (0, 128 + number, -number)
            tally.add(seconds=took > 2 and took, partial=trial.broken(site), code=not expected and process.returncode)
    return tally


def rivals(trial, runs):
    """Starts several runs at once. Exactly one run must make each image."""
    tally = Tally()
    for _ in range(trial.scaled(50)):
        with trial.site() as site:
            processes = [site.start() for _ in range(runs)]
            made, codes = [], []
            for process in processes:
                output, _ = process.communicate()
                codes.append(process.returncode)
                events = [json.loads(line) for line in output.splitlines()]
                made += [event["name"].removeprefix("CACHE/images/") for event in events if event.get("status") == "generated"]
            tally.add(
                codes=any(codes) and codes, twice=sorted({name for name in made if made.count(name) > 1}),
                never=set(trial.clean) - set(made), broken=trial.broken(site),
            )
    return tally
