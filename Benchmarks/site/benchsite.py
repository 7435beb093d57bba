"""The settings of the site. BENCHMARK_FOLDER is the folder of the photographs."""

import os
from pathlib import Path

FOLDER = Path(os.environ["BENCHMARK_FOLDER"])

SECRET_KEY = "of a site that nobody serves"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
INSTALLED_APPS = ["imagekit", "album"]
DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": FOLDER / "django.sqlite3"}}
MEDIA_ROOT = FOLDER
MEDIA_URL = "/media/"
IMAGEKIT_CACHEFILE_DIR = "cache-django"
