"""Fills the database with rows for the pictures in media."""

import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "modelsite.settings")
django.setup()

from accounts.models import Profile  # noqa: E402
from django.core.management import call_command  # noqa: E402
from gallery.models import Photo, Poster  # noqa: E402
from shop.models import Book  # noqa: E402

call_command("migrate", run_syncdb=True, verbosity=0)
for name in ["avatars/ada.jpg", "avatars/grace h.PNG", "avatars/zoë.jpeg", "", None]:
    Profile.objects.create(avatar=name)
for name in ["pictures/harbour.jpg", "pictures/forest.webp"]:
    Photo.objects.create(image=name)
for name in ["pictures/fair.png", "pictures/concert.jpg"]:
    Poster.objects.create(image=name)
for name in ["covers/sea.jpg", "covers/stars.png"]:
    Book.everything.create(cover=name, shelf="in print", pages=100)
Book.everything.create(cover="covers/out-of-print.jpg", shelf="100% gone", pages=100)
