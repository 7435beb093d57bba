from imagekit import ImageSpec, register
from imagekit.specs.sourcegroups import ImageFieldSourceGroup
from pilkit.processors import ColorOverlay, GaussianBlur, ResizeToFit

from .models import Picture


@register.generator("gallery:mood")
class Mood(ImageSpec):
    processors = [ResizeToFit(120, 120), GaussianBlur(3), ColorOverlay("#203040", overlay_opacity=0.25)]
    format = "JPEG"
    options = {"quality": 70}


register.source_group("gallery:mood", ImageFieldSourceGroup(Picture, "image"))
