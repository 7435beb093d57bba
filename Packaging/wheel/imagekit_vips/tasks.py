"""Tasks of Celery and RQ that make the images of a queue: the bundles that `imagekit generateimages --enqueue` sent.

A task runs `imagekit work --until-empty`. Start one task for each worker that should take part:

    celery -A site call imagekit.work --args '["redis://host:6379/1"]'
    rq enqueue --timeout 24h imagekit_vips.tasks.work redis://host:6379/1

The queue, not the broker of the tasks, records which bundles are finished. So a task can end at any time, and can run
twice.
"""

import subprocess

from . import executable

__all__ = ["work"]


def work(queue, *options):
    """Makes images until the queue is empty. `options` are options of imagekit work, such as "--lease", "5m"."""
    command = [executable(), "work", queue, "--until-empty", *options]
    done = subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, errors="replace")
    if done.returncode:
        raise RuntimeError("imagekit work: exit code %d\n%s" % (done.returncode, done.stderr.strip()[-2000:]))


try:
    from celery import shared_task
except ImportError:  # RQ needs no decorator.
    pass
else:
    # The task is acknowledged after it has run, so a task whose worker dies runs again.
    shared_task(name="imagekit.work", ignore_result=True, acks_late=True, reject_on_worker_lost=True)(work)
