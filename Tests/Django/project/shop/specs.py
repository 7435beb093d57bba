from imagekit import ImageSpec
from imagekit.cachefiles.namers import source_name_dot_hash
from pilkit.processors import Convert, MakeOpaque, ResizeCanvas, ResizeToFill, SmartCrop, TrimBorderColor


class Icon(ImageSpec):
    processors = [ResizeToFill(32, 32)]
    format = "GIF"
    autoconvert = True


class NamedByHash(ImageSpec):
    """The base class of specs whose files have names such as `sea.0123456789ab.png`."""

    @property
    def cachefile_name(self):
        return source_name_dot_hash(self)


class Card(NamedByHash):
    # With Pillow 10 and later, PILKit detects only a transparent border, and only without a tolerance.
    processors = [TrimBorderColor(tolerance=0), ResizeCanvas(300, 300, color="white"), MakeOpaque()]
    format = "PNG"
    options = {}


class Grey(NamedByHash):
    processors = [SmartCrop(150, 150), Convert("L")]
    format = "PNG"
    options = {"compress_level": 9}
    autoconvert = False
