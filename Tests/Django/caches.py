"""Checks with the real Django that a run and the site share the states of cache files, for each kind of cache."""

import json
import os
import sqlite3
import subprocess
import sys
import time

import servers
from expectation import expect

BACKENDS = "django.core.cache.backends."


def in_redis(site):
    if not servers.is_installed("redis-server"):
        return "left out, redis-server is not installed"
    port = servers.free_port()
    with Shop(site, "redis.RedisCache", f"redis://127.0.0.1:{port}/1") as shop:
        expect(shop.setting, {"redis": f"redis://127.0.0.1:{port}/1", "key": "site:3:{key}"}, "the imported setting")
        with servers.redis(port, site.folder):
            said = shop.check()
        return f"{said}; {without_a_server(shop, port)}"


def in_memcached(site):
    if not servers.is_installed("memcached"):
        return "left out, memcached is not installed"
    path = f"{site.folder}/memcached"
    with servers.memcached(path), Shop(site, "memcached.PyMemcacheCache", f"unix:{path}") as shop:
        expect(shop.setting, {"memcached": f"unix:{path}", "key": "site:3:{key}"}, "the imported setting")
        return shop.check()


def in_a_database(site):
    with Shop(site, "db.DatabaseCache", "image_cache", MODELSITE_MAX_ENTRIES="1000") as shop:
        wanted = {"sqlite": "db.sqlite3", "table": "image_cache", "key": "site:3:{key}", "max_entries": 1000}
        expect(shop.setting, wanted, "the imported setting")
        site.python("manage.py", "createcachetable", **shop.environment)
        said = shop.check()
    with sqlite3.connect(site.folder / "db.sqlite3") as database:
        [(longest,)] = database.execute("SELECT max(expires) FROM image_cache")
        expect(longest, "9999-12-31 23:59:59", "the time when a key expires")
        database.isolation_level = None

        def count():
            return database.execute("SELECT COUNT(*) FROM image_cache").fetchone()[0]

        check_full(site, "db.DatabaseCache", "image_cache", count)
    return said


def in_postgresql(site, environment):
    """The site and its cache are in the database of a running PostgreSQL server."""
    with Shop(site, "db.DatabaseCache", "image_cache", MODELSITE_MAX_ENTRIES="1000", **environment) as shop:
        wanted = {"postgresql": "env:DATABASE_URL", "table": "image_cache", "key": "site:3:{key}", "max_entries": 1000}
        expect(shop.setting, wanted, "the imported setting")
        site.python("manage.py", "createcachetable", **shop.environment)
        return shop.check()


def in_files(site):
    folder = site.folder / "image-cache"
    with Shop(site, "filebased.FileBasedCache", str(folder), MODELSITE_MAX_ENTRIES="1000") as shop:
        wanted = {"folder": "image-cache", "key": "site:3:{key}", "max_entries": 1000}
        expect(shop.setting, wanted, "the imported setting")
        expect(folder.exists(), False, "whether the import creates the folder")
        said = shop.check()
    check_full(site, "filebased.FileBasedCache", str(folder), lambda: len(list(folder.glob("*.djcache"))))
    return said


def check_full(site, backend, location, count):
    """If imagekit has filled a cache, and the site adds an entry, Django must not delete other entries."""
    with Shop(site, backend, location, MODELSITE_MAX_ENTRIES="20") as shop:
        shop.flush()
        messages = [event["message"] for event in shop.generate() if event["event"] == "django-cache"]
        expect("is full (MAX_ENTRIES is 20)" in " ".join(messages), True, messages)
        expect(count(), 19, "entries: 18 keys and the mark")
        shop.ask("add")
        expect(count(), 20, "entries after the site has added one")


def in_the_memory_of_a_process(site):
    expect(Shop(site, "locmem.LocMemCache", "").setting, None, "the imported setting")


class Shop:
    """The model site with a cache."""

    def __init__(self, site, backend, location, **environment):
        self.site = site
        self.process = None
        self.log = site.folder / "storage.log"
        self.environment = {
            **environment,
            "DJANGO_SETTINGS_MODULE": "modelsite.settings_caches",
            "MODELSITE_CACHE": backend if "_" in backend else BACKENDS + backend,
            "MODELSITE_CACHE_LOCATION": location,
            "MODELSITE_STORAGE_LOG": str(self.log),
        }
        site.reset()
        self.path = site.folder / "caches.json"
        self.import_()

    def import_(self):
        self.path.unlink(missing_ok=True)
        self.site.import_("-o", self.path.name, **self.environment)

    @property
    def registry(self):
        return json.loads(self.path.read_text())

    @property
    def setting(self):
        return self.registry["settings"].get("notify_django_cache")

    def ask(self, *command):
        """Lets the process of the site do something."""
        if not self.process:
            self.process = subprocess.Popen(
                [sys.executable, "visitor.py"], cwd=self.site.folder, env={**os.environ, **self.environment},
                stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
            )
        self.process.stdin.write(json.dumps(command) + "\n")
        self.process.stdin.flush()
        answer = self.process.stdout.readline()
        if not answer:
            sys.exit(f"the site fails at {command}")
        return json.loads(answer)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if self.process:
            self.process.communicate()

    def visit(self, page):
        """Returns the accesses to the storage, and checks that the page shows all images."""
        self.log.write_text("")
        answers = self.ask("visit", page)
        expect({answer["status"] for answer in answers}, {200}, f"the answers for the images of {page}")
        return self.log.read_text().splitlines()

    def generate(self, *arguments):
        """Returns the events of a run."""
        command = ["generateimages", "-r", self.path.name, "--log-format", "json", *arguments]
        lines = self.site.imagekit(*command, **self.environment).stdout.splitlines()
        return [json.loads(line) for line in lines]

    def check(self):
        site = self.site
        accesses = self.visit("/names")
        expect(len(accesses) > 0, True, "whether a page asks the storage for unknown files")
        site.reset()
        self.flush()
        made = self.generate()[-1]["generated"]
        expect(self.visit("/names"), [], "accesses to the storage after a run")
        self.flush()
        expect(self.generate()[-1]["generated"], 0, "images that a run without work makes")
        expect(self.visit("/names"), [], "accesses to the storage after the cache was cleared and another run")
        pruned = self.prune("shop:grey")
        saved = sorted(line.removeprefix("save ") for line in self.visit("/names") if line.startswith("save "))
        expect(saved, pruned, "files that the site makes again after prune")
        expect(self.visit("/names"), [], "accesses to the storage at the next view")
        site.imagekit("clear", "**", "-r", self.path.name, **self.environment)
        saved = [line for line in self.visit("/sizes") if line.startswith("save ")]
        expect(len(saved), 7, "files that the site makes again after clear")
        return f"{made} states, no access to the storage; {len(pruned)} pruned files are made again"

    def flush(self):
        self.ask("flush")

    def prune(self, generator):
        """Removes a generator from the registry, and returns the names of its files, which prune deletes."""
        events = self.generate("-v")
        names = sorted(event["name"] for event in events if event.get("generator") == generator)
        registry = self.registry
        del registry["generators"][generator]
        self.path.write_text(json.dumps(registry))
        self.site.imagekit("prune", "--yes", "-r", self.path.name, **self.environment)
        expect([name for name in names if (self.site.media / name).exists()], [], "files that prune keeps")
        return names


def without_a_server(shop, port):
    """A server that is down changes neither the result nor the exit code, and the next run completes the cache."""
    site = shop.site
    site.reset()
    shop.import_()
    start = time.monotonic()
    events = shop.generate()
    seconds = time.monotonic() - start
    failures = [event for event in events if event["event"] == "django-cache"]
    expect([event["status"] for event in failures], ["failed"], "events about the cache")
    expect("the next run repeats" in failures[0]["message"], True, failures[0]["message"])
    expect(events[-1]["failed"], 0, "failed images")
    with servers.redis(port, site.folder):
        shop.generate()
        expect(shop.visit("/names"), [], "accesses to the storage after the server is back")
    pruned = shop.prune("shop:card")
    # The server has lost its keys, but another server, such as one with a disk, would have kept them.
    with servers.redis(port, site.folder):
        key = f"site:3:imagekit:{pruned[0]}-state"
        import redis

        client = redis.Redis(port=port, db=1)
        client.set(key, b"Vexists\np0\n.")
        shop.generate()
        expect(client.get(key), None, "the state of a file that was pruned while the server was down")
    return f"a run without the server takes {seconds:.1f} s"
