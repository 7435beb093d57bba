"""Runs the Django site of Benchmarks/site, with rows for some photographs and the registry that imagekit imports."""

import os
import subprocess

from . import measure
from .tools import PYTHON, ROOT

PROJECT = ROOT / "Benchmarks/site"
FILL = """
from album.models import Photo
from django.core.management import call_command
call_command("migrate", run_syncdb=True, verbosity=0)
Photo.objects.all().delete()
Photo.objects.bulk_create(Photo(image="photos/" + name) for name in {names})
"""


class DjangoSite:
    def __init__(self, imagekit, corpora, files):
        self.imagekit = imagekit
        self.corpora = corpora
        self.cache = corpora.folder / "cache-django"
        self.registry = corpora.folder / "django.specs.json"
        self.environment = {"BENCHMARK_FOLDER": str(corpora.folder)}
        names = [path.name for path in files]
        self._do(PYTHON, PROJECT / "manage.py", "shell", "-v", "0", "-c", FILL.format(names=names))
        self._do(imagekit, "import-django", "--project", PROJECT, "--python", PYTHON, "-o", self.registry)

    def own(self):
        """Returns a run of the site's own generateimages with an empty cache folder."""
        return self._run([PYTHON, PROJECT / "manage.py", "generateimages"])

    def ours(self, jobs):
        """Returns a run of imagekit with the registry that it imported from the site, so that sources and names are the
        same."""
        return self._run([self.imagekit, "generateimages", "-q", "-r", self.registry, "-j", jobs])

    def images(self):
        """Returns the names of the existing images."""
        return sorted(str(path.relative_to(self.cache)) for path in self.cache.rglob("*.jpg") if ".imagekit" not in path.parts)

    def _run(self, command):
        def run():
            self.corpora.put_aside(self.cache)
            return measure.run(command, environment=self.environment)

        return run

    def _do(self, *command):
        environment = {**os.environ, **self.environment}
        subprocess.run([str(part) for part in command], check=True, env=environment, stdout=subprocess.DEVNULL)
