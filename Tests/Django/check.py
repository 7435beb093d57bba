#!/usr/bin/env python3
"""Compares imagekit with a Django site that shares its registry, its database and its cache.

usage: Tests/Django/check.py IMAGEKIT [STEP…]      (with the Python of .venv: Django, django-imagekit and Pillow)

The script copies the model site into a temporary folder and draws its pictures there. It skips the part about
PostgreSQL, Redis, and memcached if Debian's packages of these servers are not installed.
"""

import contextlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
import urllib.parse
from hashlib import sha256
from pathlib import Path

import caches
import likeness
import pictures
import postgresql
import requested
from expectation import expect

PROJECT = Path(__file__).parent / "project"
LEFT_OUT = ["at_will", "by_model", "drawn", "framed", "remembered", "sepia"]


def main():
    imagekit = Path(sys.argv[1]).resolve()
    steps = [
        importing,
        importing_again,
        without_its_database,
        what_no_registry_says,
        a_model_that_is_gone,
        asked_of_the_sites_python,
        made_by_imagekit,
        made_by_django,
        same_pictures,
        deleted_behind_the_sites_back,
        from_postgresql,
        caches.in_redis,
        caches.in_memcached,
        caches.in_a_database,
        caches.in_files,
        caches.in_the_memory_of_a_process,
        requested.through_a_spool,
        requested.refused_by_imagekit,
    ]
    # These steps take longer, so they run only if they are named.
    named = [requested.through_celery, requested.through_rq]
    if sys.argv[2:]:
        steps = [step for step in steps + named if step.__name__ in sys.argv[2:]]
    with tempfile.TemporaryDirectory(prefix="imagekit-django.") as folder:
        site = Site(Path(folder).resolve() / "site", imagekit)
        for step in steps:
            said = step(site)
            print(f"{step.__name__.replace('_', ' ')}: {said or 'ok'}", flush=True)


class Site:
    def __init__(self, folder, imagekit):
        self.folder = folder
        self.imagekit_path = imagekit
        self.media = folder / "media"
        self.cache = self.media / "CACHE/images"
        self.trees = {}
        shutil.copytree(PROJECT, folder, ignore=shutil.ignore_patterns("__pycache__"))
        pictures.lay_out(self.media)
        self.python("fill.py")

    def run(self, *command, exits=0, **environment):
        done = subprocess.run(
            [str(part) for part in command],
            cwd=self.folder, capture_output=True, text=True, env={**os.environ, **environment},
        )
        if done.returncode != exits:
            sys.exit(f"{command}: exit code {done.returncode}, not {exits}\n{done.stdout}\n{done.stderr}")
        return done

    def python(self, *arguments, **environment):
        return self.run(sys.executable, *arguments, **environment)

    def imagekit(self, *arguments, exits=0, **environment):
        return self.run(self.imagekit_path, *arguments, exits=exits, **environment)

    def import_(self, *arguments, exits=0, **environment):
        command = ["import-django", "--python", sys.executable, *arguments]
        return self.imagekit(*command, exits=exits, **environment)

    def visit(self):
        return json.loads(self.python("visit.py").stdout)

    def generators_by_name(self):
        """Returns the generator of each cache file, by the name of the file below the cache folder."""
        events = map(json.loads, self.imagekit("generateimages", "-v", "--log-format", "json").stdout.splitlines())
        return {event["name"].removeprefix("CACHE/images/"): event["generator"] for event in events if "name" in event}

    @property
    def registry(self):
        return json.loads((self.folder / "specs.json").read_text())

    def tree(self):
        """Returns the change time and the digest of each cache file."""
        return {
            str(path.relative_to(self.media)): (path.stat().st_mtime_ns, sha256(path.read_bytes()).hexdigest())
            for path in self.cache.rglob("*")
            if path.is_file() and ".imagekit" not in path.parts
        }

    def reset(self):
        """Deletes all cache files, and everything that the site and imagekit have recorded about them."""
        shutil.rmtree(self.cache, ignore_errors=True)
        shutil.rmtree(self.folder / "django-cache", ignore_errors=True)

    def thumbnails(self):
        """Makes the images of the page's {% thumbnail %} tags."""
        for source in ("avatars/ada.jpg", "avatars/grace h.PNG", "avatars/zoë.jpeg"):
            for size in ("80x60", "40x"):
                self.imagekit("thumbnail", size, source, "--path")

    def check_visit(self):
        """Checks that every URL of the page returns the bytes of a cache file. Returns the number of URLs."""
        answers = self.visit()
        tree = self.tree()
        for answer in answers:
            name = urllib.parse.unquote(answer["url"]).removeprefix("/media/")
            expect(answer["status"], 200, answer["url"])
            expect(answer["digest"], tree.get(name, (0, "no such cache file"))[1], name)
        return len(answers)


def importing(site):
    done = site.import_()
    expect(done.stderr, "", "what the import says on stderr")
    registry = site.registry
    expect(len(registry["generators"]), 12, "generators")
    groups = ["accounts.Profile.avatar", "gallery.Photo.image", "gallery.Poster.image", "shop.Book.cover"]
    expect(sorted(registry["source_groups"]), groups, "source groups")
    expect(registry["settings"]["MEDIA_ROOT"], "media", "MEDIA_ROOT")
    expect(registry["settings"]["notify_django_cache"], {"folder": "django-cache"}, "the cache of the site")
    expect([key for key in registry["settings"] if "PERMISSIONS" in key], [], "permissions that are the defaults")
    return done.stdout.strip()


def importing_again(site):
    """Checks that an import keeps entries that users added and restores entries of the site, and that a second import
    changes nothing."""
    path = site.folder / "specs.json"
    before = path.read_bytes()
    time = path.stat().st_mtime_ns
    site.import_()
    expect((path.read_bytes(), path.stat().st_mtime_ns), (before, time), "the registry after a second import")
    registry = site.registry
    registry["settings"]["allow_exec"] = True
    registry["source_groups"]["scans"] = {"glob": ["scans/**/*.jpg"]}
    registry["generators"]["own:scan"] = {"source": "scans", "format": "PNG"}
    registry["generators"]["shop:icon"] |= {"source": ["shop.Book.cover", "scans"], "if_larger": "keep-original"}
    path.write_text(json.dumps(registry))
    wanted = site.registry
    registry["generators"]["shop:icon"]["processors"] = ["MakeOpaque"]
    registry["generators"]["shop:grey"]["options"] = {"compress_level": 1}
    registry["source_groups"]["shop.Book.cover"]["query"] = "SELECT 1"
    del registry["generators"]["shop:card"], registry["settings"]["MEDIA_URL"]
    path.write_text(json.dumps(registry))
    site.import_()
    expect(site.registry, wanted, "the registry after an import into a file of one's own")
    path.write_bytes(before)


def what_no_registry_says(site):
    done = site.import_("--settings", "modelsite.settings_oddities", "-o", "oddities.json", exits=1)
    for name in LEFT_OUT:
        lines = [line for line in done.stderr.splitlines() if line.startswith(f"# oddities:oddity:{name}: left out: ")]
        expect(len(lines), 1, f"lines on stderr about {name}")
    summary = done.stdout.strip()
    names = [f"oddities:oddity:{name}" for name in LEFT_OUT]
    names.append("FILE_UPLOAD_DIRECTORY_PERMISSIONS")
    expect(sorted(summary.partition("7 left out: ")[2].split(", ")), sorted(names), summary)
    registry = json.loads((site.folder / "oddities.json").read_text())
    expect(registry["settings"]["FILE_UPLOAD_PERMISSIONS"], "0640", "FILE_UPLOAD_PERMISSIONS")
    generators = registry["generators"]
    imported = ["oddities:letter:small", "oddities:oddity:of_twin", "oddities:oddity:plain"]
    expect([id for id in generators if id.startswith("oddities:")], imported, "what is imported")


def without_its_database(site):
    """Only the database can insert the parameters into a query. So the import writes no file if the database is
    missing."""
    before = (site.folder / "specs.json").read_bytes()
    database = site.folder / "db.sqlite3"
    away = database.rename(site.folder / "away.sqlite3")
    done = site.import_(exits=1)
    expect("db.sqlite3 is not there: migrate first" in done.stderr, True, done.stderr)
    expect(database.exists(), False, "whether the import made a database")
    away.rename(database)
    environment = {
        "MODELSITE_POSTGRESQL_SOCKET": str(site.folder / "nowhere"),
        "DJANGO_SETTINGS_MODULE": "modelsite.settings_postgresql",
    }
    done = site.import_(exits=1, **environment)
    expect('the database "default" of the site, which is asked for the query of shop.Book' in done.stderr, True, done.stderr)
    expect((site.folder / "specs.json").read_bytes(), before, "the registry")
    done = site.import_("--settings", "modelsite.nowhere", exits=1)
    expect("the settings modelsite.nowhere, named by --settings" in done.stderr, True, done.stderr)


def a_model_that_is_gone(site):
    """The import removes the source groups of a removed app. The group of an existing field stays, even if no generator
    uses the group."""
    path = site.folder / "gone.json"
    site.import_("--settings", "modelsite.settings_oddities", "-o", "gone.json", exits=1)
    registry = json.loads(path.read_text())
    registry["source_groups"]["shop.Book.shelf"] = {"sqlite": "db.sqlite3", "query": "SELECT 1"}
    path.write_text(json.dumps(registry))
    done = site.import_("-o", "gone.json")
    for name in ("oddities.Oddity.image", "oddities.Oddity.twin"):
        expect(f"# the source group {name} is removed" in done.stderr, True, done.stderr)
    groups = json.loads(path.read_text())["source_groups"]
    wanted = site.registry["source_groups"]
    expect({name: groups.get(name) for name in wanted}, wanted, "source groups")
    expect(set(groups) - set(wanted), {"shop.Book.shelf"}, "further source groups")
    expect("SELECT 1" == groups["shop.Book.shelf"]["query"], False, "the query of a group that nobody takes")


def asked_of_the_sites_python(site):
    """Only the site's Python can find some sources: the sources of a property of the model, and the sources of a
    manager that depends on the time or calls a function of Django."""
    settings = {"DJANGO_SETTINGS_MODULE": "modelsite.settings_oddities"}
    site.python("manage.py", "migrate", "--run-syncdb", "-v", "0", **settings)
    create = "; ".join(
        ["from oddities.models import Letter, Oddity"]
        + [model + ".objects.create(image='oddities/odd.jpg')" for model in ("Letter", "Oddity")]
    )
    site.python("manage.py", "shell", "-v", "0", "-c", create, **settings)
    # Import again, because the import can check a query only if its table exists.
    site.import_("-o", "oddities.json", **settings)
    run = site.imagekit("generateimages", "oddities", "-r", "oddities.json", "--log-format", "json")
    images = [event for event in map(json.loads, run.stdout.splitlines()) if event["event"] == "image"]
    expect([event["source"] for event in images], ["oddities/odd.jpg"] * 3, "sources")
    expect([event["status"] for event in images], ["generated"] * 3, "what was made of them")


def made_by_imagekit(site):
    site.reset()
    site.imagekit("generateimages")
    site.thumbnails()
    before = site.tree()
    count = site.check_visit()
    expect(site.tree(), before, "the cache folder after the site's visit")
    site.trees["imagekit"] = before
    keep(site, "imagekit")
    return f"{len(before)} cache files, {count} URLs answer, the site made none"


def made_by_django(site):
    site.reset()
    site.python("manage.py", "generateimages")
    count = site.check_visit()
    before = site.tree()
    summary = json.loads(site.imagekit("generateimages", "--log-format", "json").stdout.splitlines()[-1])
    expect((summary["generated"], summary["failed"]), (0, 0), "images that imagekit made and failed to make")
    site.imagekit("generateimages", "--check")
    site.thumbnails()
    expect(site.tree(), before, "the cache folder after imagekit's run")
    expect(sorted(before), sorted(site.trees["imagekit"]), "the names of both trees")
    keep(site, "django")
    return f"{len(before)} cache files, {count} URLs answer, imagekit made none of {summary['fresh']}"


def keep(site, who):
    shutil.copytree(site.cache, site.folder / "kept" / who, ignore=shutil.ignore_patterns(".imagekit"))


def same_pictures(site):
    return likeness.check(site.folder / "kept/django", site.folder / "kept/imagekit", site.generators_by_name())


def deleted_behind_the_sites_back(site):
    """Docs/django.md describes this case: the site trusts its cache, and the next run repairs the page."""
    lost = next(path for path in sorted(site.cache.rglob("*.webp")))
    lost.unlink()
    expect(sorted({answer["status"] for answer in site.visit()}), [200, 404], "answers")
    site.imagekit("generateimages")
    site.check_visit()


def from_postgresql(site):
    with contextlib.ExitStack() as stack:
        socket = stack.enter_context(postgresql.running())
        if not socket:
            return "left out, PostgreSQL is not installed"
        environment = {
            "MODELSITE_POSTGRESQL_SOCKET": socket,
            "DJANGO_SETTINGS_MODULE": "modelsite.settings_postgresql",
            "DATABASE_URL": f"postgresql://postgres@/postgres?host={socket}",
        }
        site.python("fill.py", **environment)
        done = site.import_("-o", "postgresql.json", **environment)
        expect(environment["DATABASE_URL"] in done.stderr, True, done.stderr)
        before = site.tree()
        run = site.imagekit("generateimages", "-r", "postgresql.json", "--log-format", "json", **environment)
        summary = json.loads(run.stdout.splitlines()[-1])
        expect((summary["generated"], summary["failed"]), (0, 0), "images that imagekit made and failed to make")
        expect(summary["fresh"] > 0, True, "images from PostgreSQL's sources")
        expect(site.tree(), before, "the cache folder")
        said = caches.in_postgresql(site, environment)
        return f"{summary['fresh']} images found by the rows of PostgreSQL; a cache in PostgreSQL: {said}"


main()
