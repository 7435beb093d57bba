import os

if os.environ.get("MODELSITE_QUEUE"):
    from .celery import app  # noqa: F401  Tasks are sent with this application.
