"""Checks the cache file backends of the Python package: the images that page views request are made by imagekit."""

import hashlib
import importlib.util
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import servers
from caches import Shop
from expectation import expect

PACKAGE = Path(__file__).resolve().parent.parent.parent / "Packaging/wheel"


def through_a_spool(site):
    if not servers.is_installed("redis-server"):
        return "left out, redis-server is not installed"
    port = servers.free_port()
    with servers.redis(port, site.folder), shop(site, "Spool", port) as page:
        spool = site.cache / ".imagekit/requests"
        expect(page.registry["settings"]["IMAGEKIT_SPOOL_DIR"], "media/CACHE/images/.imagekit/requests", "the spool folder")
        # Only the site can make the images of this generator.
        registry = page.registry
        del registry["generators"]["shop:grey"]
        page.path.write_text(json.dumps(registry))
        shown = page.ask("visit", "/names")
        requests = spooled(spool)
        expect(len(requests) > 10, True, "requests after the first view")
        for _ in range(2):
            page.ask("visit", "/names")
        expect(spooled(spool), requests, "requests after three views")
        with watching(page) as watch:
            events = [watch.event("request") for _ in requests]
            refused = sorted(event["name"] for event in events if event["status"] == "refused")
            expect([name for name in refused if not name.startswith("CACHE/images/covers/")], [], "refused requests")
            expect(len(refused), 2, "refused requests")
            expect({event["status"] for event in events}, {"made", "refused"}, "results of the requests")
            expect(spooled(spool), {}, "requests that are left")
            saved = sorted(line.removeprefix("save ") for line in page.visit("/names") if line.startswith("save "))
            expect(saved, refused, "files that the site makes itself")
            expect(page.visit("/names"), [], "accesses to the storage at the next view")
            expect(spooled(spool), {}, "requests for files that exist")
            seconds = after_a_deletion(page, watch)
    return f"{len(shown)} images, {len(requests)} requests after three views, made {seconds:.2f} s after a view"


def after_a_deletion(page, watch):
    """Returns the time between a page view and the image."""
    site = page.site
    site.imagekit("clear", "accounts:*", "-r", page.path.name)
    page.ask("visit", "/names")
    start = time.monotonic()
    events = [watch.event("request") for _ in range(6)]
    expect({event["status"] for event in events}, {"made"}, "results of the requests")
    seconds = time.monotonic() - start
    page.visit("/names")
    return seconds


def refused_by_imagekit(site):
    """A refusal ends after an hour, or after a minute if only the file could not be written."""
    folder = site.folder / "refusing"
    folder.mkdir()
    for code, seconds in [("corrupt-source", 3600), ("cannot-write", 60), ("", 3600)]:
        answer = json.dumps({"status": "failed", "error": {"code": code}}) if code else ""
        command = folder / "imagekit"
        command.write_text(f"#!/bin/sh\necho '{answer}'; echo 'error: no' >&2; exit 1\n")
        command.chmod(0o755)
        script = (
            "import django; django.setup(); from unittest import mock; from imagekit_vips import django as module\n"
            "with mock.patch.object(module, 'get_cache') as cache:\n"
            "    try: module.make('CACHE/images/a.jpg', 'task')\n"
            "    except RuntimeError as error: print(error, cache().set.call_args.args)\n"
        )
        environment = {
            "DJANGO_SETTINGS_MODULE": "modelsite.settings",
            "PATH": f"{folder}:{os.environ['PATH']}",
            "PYTHONPATH": f"{PACKAGE}:{site.folder}",
        }
        output = site.python("-c", script, **environment).stdout.strip()
        expected = f"imagekit cannot make CACHE/images/a.jpg: error: no ('task', 'refused', {seconds})"
        expect(output, expected, f"the refusal for the error {code}")


def through_celery(site):
    command = ["-m", "celery", "-A", "modelsite", "worker", "--concurrency", "1", "--without-gossip", "--without-mingle"]
    return through_tasks(site, "Celery", "celery", command)


def through_rq(site):
    return through_tasks(site, "RQ", "django_rq", ["manage.py", "rqworker", "default"])


def through_tasks(site, backend, module, worker):
    """The process of the first task is killed. The task runs again, so all images are made."""
    if not servers.is_installed("redis-server") or not importlib.util.find_spec(module):
        return f"left out, redis-server or {module} is not installed"
    port = servers.free_port()
    with servers.redis(port, site.folder), shop(site, backend, port) as page:
        import redis

        queue = redis.Redis(port=port, db=2)
        length = {"Celery": lambda: queue.llen("celery"), "RQ": lambda: queue.llen("rq:queue:default")}[backend]
        for _ in range(3):
            shown = page.ask("visit", "/few")
        # As long as they do not exist, the page hides three images.
        count = len(shown) + 3
        expect(length(), count, "tasks after three views")
        killer = kill_the_first(site)
        log = open(site.folder / f"{backend}.log", "w+", encoding="utf-8")
        environment = {**os.environ, **page.environment, "PATH": f"{killer}:{os.environ['PATH']}"}
        process = subprocess.Popen([sys.executable, *worker], cwd=site.folder, env=environment, stdout=log, stderr=log)
        try:
            while [answer["status"] for answer in page.ask("visit", "/few")] != [200] * count:
                if process.poll() is not None:
                    sys.exit(f"{worker} ends: {(site.folder / f'{backend}.log').read_text()}")
                time.sleep(0.2)
            if backend == "RQ":
                is_not_repeated(queue, killer, process)
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait()
            log.close()
        expect((killer / "killed").exists(), True, "whether a process was killed")
        expect([line for line in page.visit("/few") if line.startswith("save ")], [], "files that the site makes")
    return f"{count} tasks after three views, all made although a process was killed"


def is_not_repeated(queue, killer, worker):
    """Checks that RQ does not start a job again if imagekit refuses it."""
    import rq

    job = rq.Queue(connection=queue).enqueue(
        "imagekit_vips.django.make_in_rq", "CACHE/images/none.jpg", "none", retry=rq.Retry(max=3)
    )
    while not job.is_failed:
        if worker.poll() is not None or job.is_finished:
            sys.exit("the worker ended, or a refused job succeeded")
        time.sleep(0.2)
    starts = [line for line in (killer / "starts").read_text().splitlines() if "none.jpg" in line]
    expect(len(starts), 1, "starts of imagekit for a refused image")


def kill_the_first(site):
    """Makes a command imagekit that kills the process that calls it, the first time."""
    folder = site.folder / "killer"
    folder.mkdir(exist_ok=True)
    (folder / "killed").unlink(missing_ok=True)
    command = folder / "imagekit"
    command.write_text(
        f"#!/bin/sh\nif mkdir {folder}/killed.lock 2>/dev/null; then touch {folder}/killed; kill -9 $PPID; exit 1; fi\n"
        f'echo "$@" >> {folder}/starts\nexec {site.imagekit_path} "$@"\n'
    )
    command.chmod(0o755)
    if (folder / "killed.lock").exists():
        (folder / "killed.lock").rmdir()
    return folder


def shop(site, backend, port):
    return Shop(
        site,
        "redis.RedisCache",
        f"redis://127.0.0.1:{port}/1",
        MODELSITE_BACKEND=f"imagekit_vips.django.{backend}",
        MODELSITE_QUEUE=f"redis://127.0.0.1:{port}/2" if backend != "Spool" else "",
        PYTHONPATH=str(PACKAGE),
    )


def spooled(folder):
    """Returns the requested names and the times of their requests, and checks the names of the files."""
    requests = {}
    for path in folder.iterdir():
        if path.suffix:
            continue
        name = path.read_text()
        expect(path.name, hashlib.sha256(name.encode()).hexdigest(), f"the file of the request for {name}")
        requests[name] = path.stat().st_mtime_ns
    return requests


class watching:
    """Runs `imagekit watch --requests`."""

    def __init__(self, page):
        self.command = [str(page.site.imagekit_path), "watch", "--requests", "--log-format", "json", "-r", page.path.name]
        self.folder = page.site.folder

    def __enter__(self):
        self.process = subprocess.Popen(self.command, cwd=self.folder, stdout=subprocess.PIPE, text=True)
        return self

    def event(self, kind):
        while line := self.process.stdout.readline():
            event = json.loads(line)
            if event["event"] == kind:
                return event
        sys.exit("imagekit watch ends")

    def __exit__(self, *_):
        self.process.terminate()
        self.process.communicate()
