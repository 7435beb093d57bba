#!/usr/bin/env python3
"""Writes Tests/Fixtures/names.json: cache file names that django-imagekit computes.

usage: Scripts/golden_names.py      (needs django-imagekit==6.1.1 and pilkit==3.0; no Django project)

The hash in a name is the MD5 of a pickle, and the memo of a pickle depends on the identity of objects. So the script writes
each spec as Python source, as in a project, and compiles it separately. Equal literals then become one object, as in a real
file. Arrays of a registry become tuples. The cases use a fixed seed.
"""
import inspect
import json
import random
import sys
from importlib.metadata import version
from pathlib import Path

import django
from django.conf import settings

settings.configure()
django.setup()

from imagekit.cachefiles import namers  # noqa: E402
from imagekit.specs import ImageSpec  # noqa: E402
from pilkit import processors as pilkit_processors  # noqa: E402
from pilkit.utils import UnknownFormat  # noqa: E402

TARGET = Path(__file__).resolve().parent.parent / "Tests" / "Fixtures" / "names.json"
RANDOM_CASES = 190

SOURCES = [
    "photos/bulldog.jpg", "photos/bulldog.JPG", "Photos/2024/IMG_0042.JpEg", "portrait.jpe", "portrait.jfif",
    "scan.tif", "scan.TIFF", "icon.png", "loop.apng", "loop.gif", "pic.webp", "pic.avif", "pic.heic", "pic.HEIC", "map.jp2",
    "map.j2k", "logo.svg", "old.bmp", "old.dib", "noext", "deep/er/noext", "a.b/c.d/e", "a.b/c.d/e.jpg", "archive.tar.gz",
    ".hidden", ".hidden.jpg", "album/.hidden.jpg", "album/.jpg", ".thumbs/cover.png", "dot.", "dots...", "dots..jpg", "...jpg",
    "album./x.jpg", "album.d/.d/x", "sp ace/a b.jpg", " lead.jpg", "trail .png", "x.jpg ", "x. jpg", "tab\there.jpg",
    "new\nline/a.jpg", "carriage\rreturn.jpg", "sub\x1astitute.jpg", "bell\x07.png", "back\\slash.jpg", "C:\\photos\\a.jpg",
    "quote'.jpg", 'quote".jpg', "per%20cent.jpg", "#hash?.jpg", "-dash.jpg", "~tilde.jpg", "[a]*{b}.jpg", "d\\u0041.jpg",
    "caf\u00e9.jpg", "cafe\u0301.jpg", "na\u00efve/\u00fcber.PNG", "\u00ff\u0100.jpg", "\u65e5\u672c\u8a9e/\u5199\u771f.jpg",
    "\u0645\u0631\u062d\u0628\u0627.webp", "line\u2028separator.jpg", "\ufeffbom.jpg", "\U0001f468\u200d\U0001f469\u200d\U0001f467/\U0001f600.png",
    "\u00b5.\u00b5", "long/" + "x" * 180 + ".jpg", "photos/photos/photos.jpg", "JPG", "jpg.JPG.jpg",
]
FORMATS = [None, None, "JPEG", "jpeg", "Jpeg", "PNG", "png", "GIF", "gif", "WEBP", "webp", "WebP", "TIFF", "tiff", "BMP", "AVIF", "avif", "JPEG2000", "jpeg2000"]
OPTIONS = [
    None, None, {}, {"quality": 60}, {"quality": 80.0}, {"quality": 72.5}, {"optimize": True}, {"optimize": False, "quality": 1},
    {"quality": 90, "progressive": True, "optimize": True}, {"progressive": True, "optimize": True, "quality": 90},
    {"subsampling": "4:2:0", "quality": 85}, {"subsampling": 0}, {"compress_level": 0}, {"compress_level": 9, "optimize": True},
    {"lossless": True}, {"lossless": False, "quality": 75, "method": 6}, {"compression": "tiff_adobe_deflate"}, {"speed": 10},
    {"alpha_quality": 100, "exact": True, "quality": 1e-05},
]
ANCHORS = ["tl", "t", "tr", "l", "c", "r", "bl", "b", "br", [0, 0], [0.5, 0.5], [1, 1], [0, 1], [0.0, 1.0], [0.25, 1], [0.1, 0.9], [-0.5, 1.5]]
COLOURS = [
    "#fff", "#ffffff", "#cc0000", "#CC0000", "#01020304", "white", "black", "RebeccaPurple", "rgb(10,20,30)", "hsl(120, 50%, 50%)",
    [0, 0, 0], [255, 255, 255], [255, 255, 255, 0], [255, 255, 255, 255], [1, 2, 3], [204, 0, 0, 128],
]
TURNS = ["FLIP_HORIZONTAL", "FLIP_VERTICAL", "ROTATE_90", "ROTATE_180", "ROTATE_270"]

# The arguments of each processor in PILKit's order, with the number of required arguments.
ARGUMENTS = {
    "Resize": (2, ["width", "height", "upscale"]),
    "ResizeToCover": (2, ["width", "height", "upscale"]),
    "ResizeToFill": (0, ["width", "height", "anchor", "upscale"]),
    "SmartResize": (2, ["width", "height", "upscale"]),
    "ResizeCanvas": (2, ["width", "height", "color", "anchor", "x", "y"]),
    "AddBorder": (1, ["thickness", "color"]),
    "ResizeToFit": (0, ["width", "height", "upscale", "mat_color", "anchor"]),
    "Thumbnail": (0, ["width", "height", "anchor", "crop", "upscale"]),
    "Crop": (0, ["width", "height", "anchor", "x", "y"]),
    "SmartCrop": (0, ["width", "height"]),
    "TrimBorderColor": (0, ["color", "tolerance", "sides"]),
    "Adjust": (0, ["color", "brightness", "contrast", "sharpness"]),
    "Reflection": (0, ["background_color", "size", "opacity"]),
    "MakeOpaque": (0, ["background_color"]),
    "Convert": (1, ["mode"]),
    "GaussianBlur": (1, ["radius"]),
    "ColorOverlay": (1, ["color", "overlay_opacity"]),
}
NUMBERS = [0, 1, 1.0, 0.5, 0.1, 2.0, 1.1, 0.3, 3, 1e-05, 0.30000000000000004, 123456789.125]
VALUES = {
    "width": [1, 16, 100, 333, 1600], "height": [1, 16, 50, 100, 900], "upscale": [True, False], "crop": [True, False],
    "anchor": ANCHORS, "x": [-5, 0, 3, 1000], "y": [-7, 0, 3, 255, 256, 65536], "thickness": [0, 1, 5, [1, 2, 3, 4], [4, 4, 4, 4]],
    "background_color": COLOURS, "mat_color": COLOURS, "tolerance": [0, 0.3, 0.5, 1], "sides": [["t"], ["l", "r"], ["t", "r", "b", "l"], ["b", "t"]],
    "mode": ["L", "RGB", "RGBA", "1", "CMYK"], "radius": [1, 2.5, 3, 0.1], "size": [0.25, 0.5, 1.0, 1.2], "opacity": [0.3, 0.6, 1, 0.75],
    "overlay_opacity": [0.5, 0.25, 0, 1], "brightness": NUMBERS, "contrast": NUMBERS, "sharpness": NUMBERS,
}

# Cases in which the identity of objects changes the name: literals that are equal, equal to a default, or equal with
# another type.
SHARING = [
    [{"MakeOpaque": {"background_color": [1, 2, 3]}}, {"ColorOverlay": {"color": [1, 2, 3]}}],
    [{"MakeOpaque": {"background_color": [255, 255, 255]}}, "MakeOpaque"],
    ["MakeOpaque", {"MakeOpaque": {}}, {"MakeOpaque": []}, {"MakeOpaque": [[255, 255, 255]]}],
    [{"ResizeCanvas": [9, 9]}, {"ResizeCanvas": [9, 9, [255, 255, 255, 0]]}, {"ResizeCanvas": [8, 8]}],
    [{"ResizeCanvas": {"width": 9, "height": 9, "color": [255, 255, 255, 0]}}, {"ResizeToFit": {"width": 9, "height": 9, "mat_color": [255, 255, 255, 0]}}],
    ["TrimBorderColor", {"TrimBorderColor": {"sides": ["t", "r", "b", "l"]}}, "TrimBorderColor"],
    [{"TrimBorderColor": {"color": [9, 9, 9, 9], "sides": ["l", "r"]}}, {"AddBorder": {"thickness": 2, "color": [9, 9, 9, 9]}}, {"TrimBorderColor": {"sides": ["l", "r"]}}],
    [{"AddBorder": {"thickness": [9, 9, 9, 9], "color": [9, 9, 9, 9]}}, {"MakeOpaque": [[9, 9, 9, 9]]}],
    [{"ResizeToFill": [9, 9, [0, 1]]}, {"ResizeToFill": [9, 9, [0.0, 1.0]]}, {"Crop": [9, 9, [0, 1]]}, {"Crop": [9, 9, [0.0, 1.0]]}],
    [{"ResizeToFill": [9, 9, [0.5, 0.5]]}, {"ResizeToFill": [9, 9, "c"]}, {"ResizeToFit": [9, 9]}, {"ResizeCanvas": [9, 9]}],
    [{"ResizeToFit": {"width": 9, "height": 9, "anchor": "c"}}, {"ResizeToFit": {"width": 9, "height": 9}}],
    [{"ResizeToFit": {"width": 9, "mat_color": "#cc0000"}}, {"AddBorder": {"thickness": 1, "color": "#cc0000"}}, {"MakeOpaque": ["#CC0000"]}],
    [{"Reflection": {"size": 0.5}}, {"Reflection": {"size": 0.5}}, {"Reflection": {"background_color": "#fff", "size": 1.0}}],
    [{"Transpose": []}, "Transpose", {"Transpose": ["auto"]}, {"Transpose": ["auto", "ROTATE_90"]}],
    [{"Transpose": ["ROTATE_90", "ROTATE_90"]}, {"Transpose": ["ROTATE_90", "ROTATE_90"]}, {"Transpose": ["ROTATE_90"]}],
    [{"Thumbnail": [9, 9]}, {"Thumbnail": [9, 9, "auto"]}, {"Thumbnail": [9, 9, "auto", True]}, {"Thumbnail": [9, 9, None, True]}, {"Thumbnail": [9, 9, None, False]}],
    ["Thumbnail", {"Thumbnail": [9]}, {"Thumbnail": {"height": 9}}, {"Thumbnail": {"anchor": [0.5, 0]}}, {"Thumbnail": [9, 9, None, None, False]}],
    ["Crop", "SmartCrop", "ResizeToFill", "ResizeToFit", "Adjust", "Reflection", "TrimBorderColor", "MakeOpaque", "Transpose"],
    [{"Adjust": [1, 1, 1, 1]}, {"Adjust": [1.0, 1.0, 1.0, 1.0]}, "Adjust", {"Adjust": {"contrast": 1}}],
    [{"ResizeCanvas": {"width": 9, "height": 9, "x": 0}}, {"ResizeCanvas": {"width": 9, "height": 9, "y": 3}}, {"ResizeCanvas": [9, 9, None, None, 1, 2]}],
    [{"Crop": {"width": 9, "height": 9, "x": 0, "y": 0}}, {"Crop": [9, 9, None, 3]}, {"Crop": {"width": 9, "height": 9, "x": None, "y": None, "anchor": None}}],
    [{"Resize": [9, 9, True]}, {"Resize": [9, 9]}, {"Resize": {"width": 9, "height": 9, "upscale": None}}],
    [{"Convert": ["1"]}, {"Convert": {"mode": "1"}}, {"Convert": ["L"]}],
    [{"ColorOverlay": ["red", 0.5]}, {"ColorOverlay": ["red"]}, {"MakeOpaque": ["red"]}],
    [{"GaussianBlur": [1]}, {"GaussianBlur": [1.0]}],
    [{"Resize": [9, 9]}] * 12,
    [],
]


def random_processor(rng):
    name = rng.choice([*ARGUMENTS, "Transpose"])
    if name == "Transpose":
        return {name: rng.choice([[], ["auto"], [rng.choice(TURNS)], rng.sample(TURNS, 2)])}
    required, names = ARGUMENTS[name]
    values = {}
    for index, argument in enumerate(names):
        if index < required or argument in ("width", "height") or rng.random() < 0.45:
            pool = VALUES.get(argument)
            if argument == "color":
                pool = NUMBERS if name == "Adjust" else COLOURS
            values[argument] = rng.choice(pool)
    if name in ("ResizeToFit", "Thumbnail") and rng.random() < 0.3:
        values.pop(rng.choice(["width", "height"]))
    if name in ("ResizeCanvas", "Crop") and "anchor" in values:
        values.pop("x", None)
        values.pop("y", None)
    if name == "Thumbnail" and "anchor" in values and values.get("crop") is False:
        values.pop("crop")
    if rng.random() < 0.7:
        return {name: values}
    if not values:
        return name
    last = max(names.index(argument) for argument in values)
    if not gaps_default_to_none(name, names[:last], values):
        return {name: values}
    return {name: [values.get(argument) for argument in names[: last + 1]]}


def gaps_default_to_none(name, arguments, values):
    """Returns whether the positional form can use null for each of these arguments without a value."""
    parameters = inspect.signature(getattr(pilkit_processors, name)).parameters
    return all(argument in values or parameters[argument].default is None for argument in arguments)


def random_spec(rng):
    spec = {"processors": [random_processor(rng) for _ in range(rng.choice([0, 1, 1, 1, 2, 2, 3, 4]))]}
    spec["format"] = rng.choice(FORMATS)
    spec["options"] = rng.choice(OPTIONS)
    if rng.random() < 0.3:
        spec["autoconvert"] = rng.random() < 0.5
    # A missing attribute, null, and the default mean the same.
    return {key: value for key, value in spec.items() if value is not None or rng.random() < 0.5}


def literal(value):
    if isinstance(value, list):
        return "(" + "".join(literal(v) + ", " for v in value) + ")"
    return repr(value)


def processor_source(processor):
    """Returns the Python call that makes a registry's processor. The call contains no arguments that are null."""
    if isinstance(processor, str):
        return f"{processor}()"
    ((name, arguments),) = processor.items()
    if name == "Transpose":
        return f"Transpose({', '.join(repr(a) if a == 'auto' else f'Transpose.{a}' for a in arguments)})"
    if isinstance(arguments, list):
        names = ARGUMENTS[name][1]
        given = [f"{names[i]}={literal(a)}" if None in arguments[:i] else literal(a) for i, a in enumerate(arguments) if a is not None]
    else:
        given = [f"{key}={literal(value)}" for key, value in arguments.items() if value is not None]
    return f"{name}({', '.join(given)})"


def spec_source(spec):
    processors = ", ".join(map(processor_source, spec.get("processors") or []))
    options = spec.get("options")
    pairs = None if options is None else "{" + ", ".join(f"{k!r}: {literal(v)}" for k, v in options.items()) + "}"
    return f"[{processors}], {spec.get('format')!r}, {pairs}, {spec.get('autoconvert', True)}"


class Source:
    def __init__(self, name):
        self.name = name


def case(spec, source):
    generator = ImageSpec(Source(source))
    code = compile(spec_source(spec), "imagegenerators.py", "eval")
    generator.processors, generator.format, generator.options, generator.autoconvert = eval(code, vars(pilkit_processors).copy())
    row = {"spec": spec, "source": source, "hash": generator.get_hash()}
    for key, namer in (("source_name_as_path", namers.source_name_as_path), ("source_name_dot_hash", namers.source_name_dot_hash), ("hash_namer", namers.hash)):
        try:
            row[key] = namer(generator)
        except UnknownFormat:
            row[key] = None
    return row


def main():
    for package, wanted in (("django-imagekit", "6.1.1"), ("pilkit", "3.0")):
        if version(package) != wanted:
            sys.exit(f"golden_names.py: needs {package} {wanted}, found {version(package)}")
    rng = random.Random(20061121)
    rows = [case({"processors": processors, "format": rng.choice(FORMATS)}, rng.choice(SOURCES)) for processors in SHARING]
    # Add the sources, alternately with and without a format, and then random combinations.
    rows += [case({"processors": [{"Thumbnail": [100, 50]}], "format": "JPEG", "options": {"quality": 60}} if i % 2 else {}, s) for i, s in enumerate(SOURCES)]
    rows += [case(random_spec(rng), rng.choice(SOURCES)) for _ in range(RANDOM_CASES)]
    made_with = {"django-imagekit": "6.1.1", "pilkit": "3.0", "Pillow": version("Pillow"), "python": ".".join(map(str, sys.version_info[:2]))}
    TARGET.parent.mkdir(parents=True, exist_ok=True)
    lines = ",\n".join(json.dumps(row) for row in rows)
    TARGET.write_text(f'{{"made_with": {json.dumps(made_with)}, "cases": [\n{lines}\n]}}\n', encoding="ascii")
    print(f"{len(rows)} cases in {TARGET}")


if __name__ == "__main__":
    main()
