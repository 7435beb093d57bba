"""Running commands and reading what they cost."""

import os
import statistics
import time
from dataclasses import dataclass


@dataclass
class Cost:
    """What one run took: seconds on the clock, seconds of CPU time of the whole tree, megabytes of the largest process."""

    wall: float
    cpu: float
    megabytes: float


class Failed(Exception):
    """A command that did not do what was to be measured."""


def run(command, *, environment=None, ok=(0,), output=os.devnull, folder=None):
    """Runs a command and waits for it; its standard output goes to a file.

    wait4 counts the descendants that the command itself has waited for, so the cost is that of the whole tree.
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


def median(costs):
    """The median of each figure by itself; of memory the most."""
    return Cost(
        statistics.median(cost.wall for cost in costs),
        statistics.median(cost.cpu for cost in costs),
        max(cost.megabytes for cost in costs),
    )


def alternate(contestants, rounds, tell=print):
    """Runs every contestant once a round, so that a machine that slows down slows all of them.

    `contestants` maps a name to a function that makes one run and returns its cost. Returns all costs by name.
    """
    costs = {name: [] for name in contestants}
    for number in range(1, rounds + 1):
        for name, contestant in contestants.items():
            cost = contestant()
            costs[name].append(cost)
            tell(f"  round {number}: {name}: {cost.wall:.2f} s, {cost.cpu:.2f} s CPU, {cost.megabytes:.0f} MB")
    return costs


def ratio(costs, slow, fast, figure="wall"):
    """How many times the cost of `fast` the cost of `slow` is: the median of the rounds' ratios."""
    pairs = zip(costs[slow], costs[fast])
    return statistics.median(getattr(a, figure) / getattr(b, figure) for a, b in pairs)
