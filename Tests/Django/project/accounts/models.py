from django.db import models
from imagekit.models import ImageSpecField, ProcessedImageField
from imagekit.processors import Adjust, ResizeToFill, ResizeToFit, SmartResize, Thumbnail


class Profile(models.Model):
    avatar = models.ImageField(upload_to="avatars", blank=True, null=True)
    avatar_thumbnail = ImageSpecField(
        source="avatar", processors=[ResizeToFill(100, 50)], format="JPEG", options={"quality": 60}
    )
    avatar_square = ImageSpecField(
        source="avatar",
        processors=[SmartResize(64, 64), Adjust(contrast=1.2, color=0.8)],
        format="PNG",
        cachefile_strategy="imagekit.cachefiles.strategies.Optimistic",
    )
    avatar_small = ImageSpecField(
        source="avatar", processors=[Thumbnail(48, crop=False)], format="WEBP", options={"lossless": True, "quality": 100}
    )
    portrait = ProcessedImageField(
        upload_to="portraits",
        processors=[ResizeToFit(400, 400, upscale=False)],
        format="JPEG",
        options={"quality": 90},
        blank=True,
    )
