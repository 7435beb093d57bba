from django.db import models
from imagekit.models import ImageSpecField
from imagekit.processors import ResizeToFill, ResizeToFit


def fitted(side):
    return ImageSpecField(
        source="image", processors=[ResizeToFit(side, side, upscale=False)], format="JPEG", options={"quality": 80}
    )


class Photo(models.Model):
    image = models.ImageField(upload_to="photos")
    large = fitted(1600)
    medium = fitted(800)
    small = fitted(400)
    thumb = ImageSpecField(source="image", processors=[ResizeToFill(150, 150)], format="JPEG", options={"quality": 80})
