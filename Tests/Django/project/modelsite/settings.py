import os
from pathlib import Path

BASE_DIR = Path(__file__).resolve().parent.parent

SECRET_KEY = "of a site that nobody serves"
ALLOWED_HOSTS = ["testserver"]
ROOT_URLCONF = "modelsite.urls"
USE_TZ = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = ["imagekit", "accounts", "gallery", "shop"]
TEMPLATES = [{"BACKEND": "django.template.backends.django.DjangoTemplates", "DIRS": [BASE_DIR / "modelsite"]}]
DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": BASE_DIR / "db.sqlite3"}}

MEDIA_ROOT = BASE_DIR / "media"
MEDIA_URL = "/media/"
# Django's cache, and so the state of cache files, stays when the process ends, as on a site with memcached or Redis.
CACHES = {"default": {"BACKEND": "django.core.cache.backends.filebased.FileBasedCache", "LOCATION": BASE_DIR / "django-cache"}}

# If django-rq is installed, django-imagekit cannot be imported without this setting.
RQ_QUEUES = {"default": {"URL": os.environ.get("MODELSITE_QUEUE") or "redis://localhost/0"}}
