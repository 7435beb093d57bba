from django.db import models
from imagekit.models import ImageSpecField
from imagekit.processors import AddBorder, Crop, Reflection, Resize, ResizeToCover, ResizeToFit, Transpose


class Picture(models.Model):
    """An abstract model. Its specs apply to the pictures of all its subclasses, each of which has its own table."""

    image = models.ImageField(upload_to="pictures")
    preview = ImageSpecField(
        source="image",
        processors=[ResizeToFit(width=160, height=160, mat_color=(20, 40, 60, 255))],
        format="WEBP",
        options={"quality": 85},
    )
    mirrored = ImageSpecField(
        source="image",
        processors=[Transpose(Transpose.FLIP_HORIZONTAL), Resize(120, 90), Reflection(size=0.3, opacity=0.5)],
        format="PNG",
    )

    class Meta:
        abstract = True


class Photo(Picture):
    pass


class Poster(Picture):
    banner = ImageSpecField(
        source="image",
        processors=[ResizeToCover(200, 200), Crop(180, 60, anchor="t"), AddBorder((2, 4, 2, 4), color="#cc0000")],
        format="JPEG",
        options={"quality": 85, "progressive": True},
    )
