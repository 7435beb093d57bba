#!/usr/bin/env python3
"""Makes the images of a queue with workers, Celery, and RQ, while a worker and Redis are killed, and compares the images.

usage: Tests/Machines/queues.py IMAGEKIT [STEP…]   (with the Python of .venv: Celery, RQ; apt-get install redis-server)

The images must be the same as those of one run, by their SHA-256. The steps are workers, celery, and rq. Redis saves each
change before it answers, so a restart loses nothing.
"""

import contextlib
import json
import os
import pathlib
import random
import signal
import socket
import subprocess
import sys
import tempfile

from photo_site import images, until, write_photo_site

PACKAGE = pathlib.Path(__file__).resolve().parents[2] / "Packaging" / "wheel"
PHOTOS, BUNDLE = 36, 3
# Separate the options from their values by a space, because RQ treats a word with an equals sign as a keyword argument.
OPTIONS = ["--lease", "2s", "--jobs", "1"]

APPLICATION = """import os
from celery import Celery

app = Celery("site", broker=os.environ["BROKER"])
import imagekit_vips.tasks
"""


class Redis:
    def __init__(self, folder):
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.folder = folder
        self.start()

    def start(self):
        command = ["redis-server", "--port", str(self.port), "--bind", "127.0.0.1", "--dir", str(self.folder)]
        command += ["--appendonly", "yes", "--appendfsync", "always", "--save", ""]
        self.server = subprocess.Popen(command, stdout=subprocess.DEVNULL)

    def kill(self):
        self.server.kill()
        self.server.wait()

    def address(self, database):
        return f"redis://127.0.0.1:{self.port}/{database}"


class Site:
    def __init__(self, folder, imagekit):
        self.folder, self.imagekit = folder, imagekit
        write_photo_site(folder, PHOTOS, size=(900, 600), large=700)
        (folder / "application.py").write_text(APPLICATION)

    def run(self, *arguments, codes=(0,)):
        done = subprocess.run([self.imagekit, *arguments], cwd=self.folder, capture_output=True, text=True)
        if done.returncode not in codes:
            raise SystemExit(f"{arguments}: exit code {done.returncode}\n{done.stdout}\n{done.stderr}")
        return done.stdout

    def queue(self, address):
        return json.loads(self.run("status", "--queue", address, "--json"))["queue"]


class Background:
    """A process with a session of its own, so that it can be killed with all its children.

    RQ starts each task in a process group of its own, but in the same session.
    """

    def __init__(self, site, command, environment):
        self.log = open(site.folder / f"log-{random.randrange(10**9)}", "w+", encoding="utf-8")
        environment = {**os.environ, **environment}
        self.process = subprocess.Popen(
            command, cwd=site.folder, env=environment, stdout=self.log, stderr=self.log, start_new_session=True
        )

    def kill(self):
        while processes := self.processes():
            for process in processes:
                with contextlib.suppress(ProcessLookupError):
                    os.kill(process, signal.SIGKILL)
            self.process.wait()

    def processes(self):
        """The processes of the session, without zombies."""
        found = []
        for entry in pathlib.Path("/proc").glob("[0-9]*/stat"):
            with contextlib.suppress(OSError):
                state, _, _, session = entry.read_text().rpartition(")")[2].split()[:4]
                if int(session) == self.process.pid and state != "Z":
                    found.append(int(entry.parent.name))
        return found

    def said(self):
        self.log.seek(0)
        return self.log.read()


def through_faults(site, redis, start, name):
    """Sends all sources, starts two workers, kills one of them and Redis, and waits until all images exist."""
    queue = redis.address(1)
    report = json.loads(
        site.run("generateimages", "--enqueue", queue, "--bundle-size", str(BUNDLE), "--log-format", "json")
    )
    workers = start(queue)
    try:
        until("two workers with a bundle each", lambda: site.queue(queue)["taken"] == 2)
        workers[0].kill()
        until("an image", lambda: images(site.folder))
        redis.kill()
        count = len(images(site.folder))
        redis.start()
        state = until("the answer of Redis", lambda: answer(site, queue))
        if state["waiting"] + state["taken"] == 0:
            raise SystemExit(f"{name}: all images were made before the faults")
        until("the last image", lambda: finished(workers[1:], site, queue), 300)
    finally:
        for worker in workers:
            worker.kill()
    site.run("generateimages", "--check")
    return f"{report['bundles']} bundles, worker killed, Redis killed after {count} of {report['images']} images"


def answer(site, queue):
    done = subprocess.run(
        [site.imagekit, "status", "--queue", queue, "--json"], cwd=site.folder, capture_output=True, text=True
    )
    # Without Redis, the command exits with 1, but prints the state of the images.
    if not done.stdout:
        raise SystemExit(f"status --queue printed nothing: exit code {done.returncode}\n{done.stderr}")
    return json.loads(done.stdout).get("queue")


def finished(workers, site, queue):
    state = answer(site, queue)
    if state and state["dead_letters"]:
        raise SystemExit(f"dead letters: {state['dead_letters']}")
    if all(worker.process.poll() is not None for worker in workers) and state and state["waiting"] + state["taken"]:
        raise SystemExit("all workers ended:\n" + "\n".join(worker.said() for worker in workers))
    return state and state["waiting"] + state["taken"] == 0


def workers(site, redis, environment):
    def start(queue):
        return [Background(site, [site.imagekit, "work", queue, *OPTIONS], environment) for _ in range(2)]

    return start


def celery(site, redis, environment):
    environment = {**environment, "BROKER": redis.address(2)}
    program = [sys.executable, "-m", "celery", "-A", "application"]

    def start(queue):
        options = ["worker", "--concurrency", "1", "--prefetch-multiplier", "1", "--without-gossip", "--without-mingle"]
        started = [Background(site, [*program, *options, "-n", f"worker{number}"], environment) for number in range(2)]
        for _ in range(2):
            arguments = json.dumps([queue, *OPTIONS])
            subprocess.run(
                [*program, "call", "imagekit.work", "--args", arguments],
                cwd=site.folder, env={**os.environ, **environment}, check=True, stdout=subprocess.DEVNULL,
            )
        return started

    return start


def rq(site, redis, environment):
    program = os.path.join(os.path.dirname(sys.executable), "rq")

    def start(queue):
        broker = ["--url", redis.address(3)]
        started = [Background(site, [program, "worker", *broker, "-n", f"worker{n}"], environment) for n in range(2)]
        for _ in range(2):
            subprocess.run(
                [program, "enqueue", *broker, "--timeout", "1h", "--", "imagekit_vips.tasks.work", queue, *OPTIONS],
                cwd=site.folder, env={**os.environ, **environment}, check=True, stdout=subprocess.DEVNULL,
            )
        return started

    return start


def main():
    imagekit = os.path.realpath(sys.argv[1])
    steps = [step for step in (workers, celery, rq) if step.__name__ in (sys.argv[2:] or ["workers", "celery", "rq"])]
    with tempfile.TemporaryDirectory(prefix="imagekit-queues.") as root:
        root = pathlib.Path(root).resolve()
        commands = root / "commands"
        commands.mkdir()
        (commands / "imagekit").write_text(f'#!/bin/sh\nexec {imagekit} "$@"\n')
        (commands / "imagekit").chmod(0o755)
        environment = {"PATH": f"{commands}:{os.environ['PATH']}", "PYTHONPATH": str(PACKAGE)}
        single = Site(root / "single", imagekit)
        single.run("generateimages")
        expected = images(single.folder)
        if len(expected) != 2 * PHOTOS:
            raise SystemExit(f"the single run made {len(expected)} images")
        for step in steps:
            site = Site(root / step.__name__, imagekit)
            folder = root / f"redis-{step.__name__}"
            folder.mkdir()
            redis = Redis(folder)
            try:
                until("the answer of Redis", lambda: answer(site, redis.address(1)))
                report = through_faults(site, redis, step(site, redis, environment), step.__name__)
            finally:
                redis.kill()
            if images(site.folder) != expected:
                raise SystemExit(f"{step.__name__}: the images differ from those of a single run")
            print(f"{step.__name__}: {report}; all {len(expected)} images are those of a single run", flush=True)


main()
