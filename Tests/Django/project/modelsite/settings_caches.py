"""The model site with the cache and the storage that the environment names."""

import os

from .settings import *  # noqa: F403

if os.environ.get("MODELSITE_POSTGRESQL_SOCKET"):
    from .settings_postgresql import DATABASES  # noqa: F401

MAX_ENTRIES = os.environ.get("MODELSITE_MAX_ENTRIES")
LOCATION = os.environ.get("MODELSITE_CACHE_LOCATION", "")
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"},
    "images": {
        "BACKEND": os.environ.get("MODELSITE_CACHE", "django.core.cache.backends.locmem.LocMemCache"),
        "LOCATION": LOCATION,
        "KEY_PREFIX": "site",
        "VERSION": 3,
        "OPTIONS": {"MAX_ENTRIES": int(MAX_ENTRIES)} if MAX_ENTRIES else {},
    },
}
IMAGEKIT_CACHE_BACKEND = "images"
STORAGES = {
    "default": {"BACKEND": "modelsite.storage.RecordingStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
IMAGEKIT_DEFAULT_CACHEFILE_BACKEND = os.environ.get("MODELSITE_BACKEND", "imagekit.cachefiles.backends.Simple")
IMAGEKIT_REGISTRY = BASE_DIR / "caches.json"  # noqa: F405

if os.environ.get("MODELSITE_QUEUE"):
    INSTALLED_APPS = [*INSTALLED_APPS, "django_rq"]  # noqa: F405
