from .settings import *  # noqa: F403

INSTALLED_APPS = [*INSTALLED_APPS, "oddities"]  # noqa: F405
FILE_UPLOAD_PERMISSIONS = 0o640
FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o2750
# Before version 5.0, django-imagekit reads only the name of a class here.
IMAGEKIT_DEFAULT_FILE_STORAGE = "django.core.files.storage.FileSystemStorage"
