"""Specs that a registry cannot express, and specs that a registry can express."""

from django.core.files.storage import InMemoryStorage
from django.db import models
from django.utils import timezone
from imagekit import ImageSpec, utils
from imagekit.models import ImageSpecField
from imagekit.processors import ResizeToFill, ResizeToFit
from imagekit.utils import get_field_info


class Sepia:
    """A processor of the project. imagekit does not have this processor."""

    def process(self, image):
        return image.convert("L").convert("RGB")


class AsWideAsTheModelSays(ImageSpec):
    format = "JPEG"

    @property
    def processors(self):
        model, _ = get_field_info(self.source)
        return [ResizeToFit(width=model.width)]


class Drawn(ImageSpec):
    def generate(self):
        raise NotImplementedError("nobody asks")


class FramedScans(ImageSpec):
    """The processors depend on the name of the source."""

    format = "JPEG"

    @property
    def processors(self):
        return [ResizeToFill(10, 10)] if self.source.name.startswith("frames/") else []


class NamedAtWill(ImageSpec):
    processors = [ResizeToFill(10, 10)]

    @property
    def cachefile_name(self):
        return "CACHE/images/at-will/%s" % self.source.name


class Recent(models.Manager):
    def get_queryset(self):
        # Use a subquery, as managers often do that filter by related rows.
        recent = super().get_queryset().filter(seen__lt=timezone.now())
        return super().get_queryset().filter(pk__in=recent.values("pk"))


class Oddity(models.Model):
    image = models.ImageField(upload_to="oddities")
    width = models.IntegerField(default=100)
    seen = models.DateTimeField(auto_now_add=True)
    # Every query of this manager contains the current time, so an imported query would keep the time of the import.
    objects = Recent()

    @property
    def twin(self):
        return self.image

    plain = ImageSpecField(source="image", processors=[ResizeToFill(20, 20)], format="PNG")
    of_twin = ImageSpecField(source="twin", processors=[ResizeToFill(30, 30)], format="PNG")
    by_model = ImageSpecField(source="image", spec=AsWideAsTheModelSays)
    sepia = ImageSpecField(source="image", processors=[ResizeToFill(20, 20), Sepia()])
    remembered = ImageSpecField(source="image", processors=[ResizeToFill(20, 20)], cachefile_storage=InMemoryStorage())
    framed = ImageSpecField(source="image", spec=FramedScans)
    drawn = ImageSpecField(source="image", spec=Drawn)
    at_will = ImageSpecField(source="image", spec=NamedAtWill)


class Lettered(models.Manager):
    def get_queryset(self):
        # SQLite has no REGEXP. Django adds it to its own connections.
        return super().get_queryset().filter(image__regex="[a-z]")


class Letter(models.Model):
    image = models.ImageField(upload_to="letters")
    objects = Lettered()

    small = ImageSpecField(source="image", processors=[ResizeToFill(25, 25)], format="PNG")


# Simulate django-imagekit before 5.0, which has no get_storage.
del utils.get_storage
