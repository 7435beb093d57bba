"""Runs commands and measures their time and memory."""

import os
import statistics
import subprocess
import threading
import time
from dataclasses import dataclass


@dataclass
class Cost:
    """The cost of one run: wall-clock seconds, CPU seconds of all processes, and megabytes of the largest process."""

    wall: float
    cpu: float
    megabytes: float


class Failed(Exception):
    """A command failed, so there is nothing to measure."""


def run(command, *, environment=None, ok=(0,), output=os.devnull, folder=None):
    """Runs a command and waits for it. The standard output of the command goes to a file.

    The usage that wait4 returns includes the descendants that the command has waited for, so the cost covers all
    processes.
    """
    variables = {**os.environ, **(environment or {})}
    actions = [
        (os.POSIX_SPAWN_OPEN, 0, os.devnull, os.O_RDONLY, 0),
        (os.POSIX_SPAWN_OPEN, 1, output, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o644),
        (os.POSIX_SPAWN_OPEN, 2, os.devnull, os.O_WRONLY, 0),
    ]
    command = [str(part) for part in command]
    here = os.getcwd()
    if folder:
        os.chdir(folder)
    try:
        start = time.monotonic()
        process = os.posix_spawnp(command[0], command, variables, file_actions=actions)
        _, status, usage = os.wait4(process, 0)
        wall = time.monotonic() - start
    finally:
        os.chdir(here)
    code = os.waitstatus_to_exitcode(status)
    if code not in ok:
        raise Failed(f"exit code {code}: {' '.join(command)[:300]}")
    return Cost(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)


def run_with_first_file(command, folder):
    """Runs a command. Returns its cost, and the seconds until a file exists in a folder.

    A thread looks into the folder every 5 milliseconds until it finds a file.
    """
    found, ended = [], threading.Event()

    def watch():
        while not found and not ended.wait(0.005):
            if _has_file(folder):
                found.append(time.monotonic())

    watcher = threading.Thread(target=watch)
    start = time.monotonic()
    watcher.start()
    try:
        cost = run(command)
    finally:
        ended.set()
        watcher.join()
    if not found:
        raise Failed(f"{folder} has no file")
    return cost, found[0] - start


def first_file(command, folder):
    """Starts a command and ends it when a file exists in a folder. Returns the seconds until then."""
    start = time.monotonic()
    process = subprocess.Popen([str(part) for part in command], stdin=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        while not _has_file(folder):
            if process.poll() is not None:
                raise Failed(f"{folder} has no file")
            time.sleep(0.005)
        return time.monotonic() - start
    finally:
        process.terminate()
        process.wait()


def _has_file(folder):
    """Returns whether a folder or a folder below it has a file. Hidden folders do not count."""
    for _, folders, files in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith(".")]
        if files:
            return True
    return False


def median(costs):
    """Returns the medians of the times, and the maximum of the memory."""
    return Cost(
        statistics.median(cost.wall for cost in costs),
        statistics.median(cost.cpu for cost in costs),
        max(cost.megabytes for cost in costs),
    )


def alternate(programs, rounds, log=print):
    """Runs every program once per round, so that a slowdown of the machine affects all programs.

    `programs` maps a name to a function that makes one run and returns its cost. Returns all costs by name.
    """
    costs = {name: [] for name in programs}
    for number in range(1, rounds + 1):
        for name, program in programs.items():
            # Write the files of the previous program now, so that no program waits for the files of another.
            os.sync()
            cost = program()
            costs[name].append(cost)
            log(f"  round {number}: {name}: {cost.wall:.2f} s, {cost.cpu:.2f} s CPU, {cost.megabytes:.0f} MB")
    return costs


def ratio(costs, slow, fast, figure="wall"):
    """Returns the cost of `slow` divided by the cost of `fast`: the median of the ratios of all rounds."""
    pairs = zip(costs[slow], costs[fast])
    return statistics.median(getattr(a, figure) / getattr(b, figure) for a, b in pairs)
