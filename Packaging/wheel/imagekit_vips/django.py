"""Cache file backends for django-imagekit. With them, the command imagekit makes the images, not a page view.

Set IMAGEKIT_DEFAULT_CACHEFILE_BACKEND to the dotted name of a class of this module. A page view requests a missing cache
file by its name, and the page shows the image as soon as it exists.
"""

import hashlib
import json
import logging
import os
import subprocess
import threading

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from imagekit.cachefiles.backends import BaseAsync
from imagekit.utils import get_cache

from . import executable

__all__ = ["Celery", "RQ", "Spool", "make"]

# The states of a task in the site's cache.
QUEUED, REFUSED = "queued", "refused"
# The exit codes of imagekit if it cannot make or write the image. Other codes, for example of a busy cache folder, can be
# different in the next run.
REFUSALS = (1, 64, 65)
# The seconds for which the site makes a refused image itself, and the seconds if imagekit could not write the file. A full
# disk can have space again at any time.
REFUSED_FOR, UNWRITTEN_FOR = 3600, 60
# The seconds after which a run of imagekit is killed.
TIMEOUT = 600

logger = logging.getLogger(__name__)


class Spool(BaseAsync):
    """Requests a cache file with a file in a spool folder. `imagekit watch --requests` makes it.

    IMAGEKIT_SPOOL_DIR is the folder. By default, it is `.imagekit/requests` in the cache folder.
    """

    @property
    def folder(self):
        default = os.path.join(settings.MEDIA_ROOT, settings.IMAGEKIT_CACHEFILE_DIR, ".imagekit", "requests")
        return str(getattr(settings, "IMAGEKIT_SPOOL_DIR", None) or default)

    def schedule_generation(self, file, force=False):
        name = file.name.encode("utf-8", "surrogateescape")
        path = os.path.join(self.folder, hashlib.sha256(name).hexdigest())
        # imagekit refuses the images of generators that its registry does not contain.
        if force or os.path.exists(path + ".refused") or not self.request(path, file.name):
            self.generate_now(file, force=force)

    def request(self, path, name):
        """Returns whether the request is in the folder."""
        try:
            if not os.path.exists(path):
                os.makedirs(self.folder, exist_ok=True)
                temporary = "%s.%d.%d" % (path, os.getpid(), threading.get_ident())
                with open(temporary, "w", encoding="utf-8") as file:
                    file.write(name)
                os.replace(temporary, path)
            return True
        except (OSError, UnicodeEncodeError) as error:
            logger.error("cannot request %s, so the page view makes it: %s", name, error)
            return False


def make(name, task):
    """Runs imagekit, which makes a cache file and updates the site's cache. A second run finds the file and ends."""
    registry = getattr(settings, "IMAGEKIT_REGISTRY", None)
    options = ["--registry", str(registry)] if registry else []
    command = [executable(), "generateimage", *options, "--name", name, "--json"]
    done = subprocess.run(command, capture_output=True, text=True, errors="replace", timeout=TIMEOUT)
    message = "imagekit cannot make %s: %s" % (name, done.stderr.strip())
    if done.returncode in REFUSALS:
        error = json.loads(done.stdout.strip() or "{}").get("error", {})
        get_cache().set(task, REFUSED, UNWRITTEN_FOR if error.get("code") == "cannot-write" else REFUSED_FOR)
        raise RefusedError(message)
    if done.returncode:
        raise RuntimeError(message)


class RefusedError(RuntimeError):
    """imagekit cannot make or write the image. A second try at once would fail for the same reason."""


def make_in_rq(name, task):
    """Runs `make`. RQ starts a failed job again. A refused job must not run again, so it gives up its retries."""
    from rq import get_current_job

    try:
        make(name, task)
    except RefusedError:
        get_current_job().retries_left = 0
        raise


class ByTask(BaseAsync):
    """Requests a cache file with a task. A file has at most one task within a minute."""

    def schedule_generation(self, file, force=False):
        task = self.get_key(file) + "-task"
        if force or self.cache.get(task) == REFUSED:
            self.generate_now(file, force=force)
        elif self.cache.add(task, QUEUED, 60):
            try:
                self.enqueue(file.name, task)
            except Exception as error:
                # Without a broker, the page view makes the image, as without this backend.
                logger.error("cannot enqueue %s, so the page view makes it: %s", file.name, error)
                self.generate_now(file, force=force)


try:
    from celery import shared_task
except ImportError:
    make_in_celery = None
else:
    # The task is acknowledged after it has run, so a task whose worker dies runs again.
    make_in_celery = shared_task(name="imagekit.make", ignore_result=True, acks_late=True, reject_on_worker_lost=True)(make)


class Celery(ByTask):
    """Makes cache files with tasks of Celery."""

    def __init__(self, *arguments, **options):
        if make_in_celery is None:
            raise ImproperlyConfigured("imagekit_vips.django.Celery needs Celery: install it")
        super().__init__(*arguments, **options)

    def enqueue(self, name, task):
        make_in_celery.delay(name, task)


class RQ(ByTask):
    """Makes cache files with jobs of django-rq, in the queue IMAGEKIT_RQ_QUEUE."""

    def enqueue(self, name, task):
        import django_rq
        from rq import Retry

        queue = django_rq.get_queue(getattr(settings, "IMAGEKIT_RQ_QUEUE", "default"))
        # RQ runs a job again if its worker dies. `imagekit` itself has a time limit, so RQ must not end the job before.
        queue.enqueue(make_in_rq, name, task, result_ttl=0, retry=Retry(max=3), job_timeout=TIMEOUT + 60)
