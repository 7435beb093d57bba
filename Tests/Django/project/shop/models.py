from django.db import models
from imagekit.models import ImageSpecField
from pilkit.processors import Thumbnail

from .specs import Icon


class InPrint(models.Manager):
    def get_queryset(self):
        return super().get_queryset().filter(shelf="in print", pages__gt=3)


class Book(models.Model):
    cover = models.ImageField(upload_to="covers")
    # Because of this field, the query of the import must not call its column "source".
    source = models.CharField(max_length=20, default="a publisher")
    shelf = models.CharField(max_length=20)
    pages = models.IntegerField()
    objects = InPrint()
    everything = models.Manager()

    cover_small = ImageSpecField(source="cover", processors=[Thumbnail(90, 70, anchor="br", upscale=True)])
    cover_icon = ImageSpecField(source="cover", spec=Icon, id="shop:icon")
