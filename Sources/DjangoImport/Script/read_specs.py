"""Converts the specs of generators to the form of a registry.

`read_project.py` describes how the scripts are joined.
"""

import inspect
import math
import os
import pickle
import sys


class UnsupportedError(Exception):
    """A registry cannot express a part of the project."""


def in_words(error):
    return "%s: %s" % (type(error).__name__, error)


# Names of sources, for which the names of cache files are computed. The extension can change the name: the first has a usual
# extension, the second has an extension in capitals, and the third has no extension.
PROBED_NAMES = ["photos/bulldog.jpg", "scans/2024/Map 1.PNG", "upload"]
NAMERS = ["source_name_as_path", "source_name_dot_hash", "hash"]


class Probe:
    """A source that has only a name. The object records all attributes that a spec reads."""

    def __init__(self, name):
        self.asked = []
        self._name = name

    @property
    def name(self):
        self.asked.append("name")
        return self._name

    def __bool__(self):
        return True

    def __getattr__(self, attribute):
        if not attribute.startswith("__"):
            self.asked.append(attribute)
        raise AttributeError(attribute)


class Reading:
    """A context in which a spec may read only the granted attributes of its source. A registry cannot express other specs."""

    def __init__(self, source, what, granted=()):
        self.source = source
        self.what = what
        self.granted = granted

    def __enter__(self):
        del self.source.asked[:]

    def __exit__(self, kind, error, _):
        for attribute in self.source.asked:
            if attribute not in self.granted:
                raise UnsupportedError("%s from the model: source.%s" % (self.what, attribute)) from None
        if error is not None and isinstance(error, Exception) and not isinstance(error, UnsupportedError):
            raise UnsupportedError("it cannot be read: " + in_words(error)) from None


def probed_specs(generator):
    """Returns a spec and its source for each of `PROBED_NAMES`. The sources do not exist."""
    from imagekit.specs import ImageSpec

    if not callable(generator):
        raise UnsupportedError("it is an object, not a class of specs")
    if inspect.isclass(generator) and not issubclass(generator, ImageSpec):
        raise UnsupportedError("it is no ImageSpec: it makes its image with code")
    specs = []
    for name in PROBED_NAMES:
        source = Probe(name)
        with Reading(source, "its __init__ takes something"):
            spec = instance(generator, source)
        if not isinstance(spec, ImageSpec):
            raise UnsupportedError("it is no ImageSpec: it makes its image with code")
        specs.append((spec, source))
    if type(specs[0][0]).generate is not ImageSpec.generate:
        raise UnsupportedError("it makes its image with a generate() of its own")
    return specs


def instance(generator, source):
    try:
        parameters = inspect.signature(generator).parameters.values()
    except (TypeError, ValueError):
        parameters = []
    kinds = (inspect.Parameter.VAR_POSITIONAL, inspect.Parameter.VAR_KEYWORD)
    needed = [p.name for p in parameters if p.default is p.empty and p.kind not in kinds and p.name != "source"]
    if needed:
        raise UnsupportedError("it takes arguments of its own: %s" % ", ".join(needed))
    return generator(source=source)


def spec_entry(specs):
    entries = [entry_of(spec, source) for spec, source in specs]
    if any(entry != entries[0] for entry in entries):
        raise UnsupportedError("it is not the same for every source")
    return entries[0]


def entry_of(spec, source):
    values = {}
    for attribute, verb in [("processors", "come"), ("format", "comes"), ("options", "come"), ("autoconvert", "comes")]:
        with Reading(source, "its %s %s" % (attribute, verb)):
            values[attribute] = getattr(spec, attribute)
    processors = values["processors"]
    if type(processors) is not list:
        raise UnsupportedError("its processors are a %s, which has another hash than a list" % type(processors).__name__)
    entry = {}
    if processors:
        entry["processors"] = [processor(each) for each in processors]
    if values["format"] is not None:
        entry["format"] = plain(values["format"], "its format")
    if values["options"] is not None:
        if type(values["options"]) is not dict:
            raise UnsupportedError("its options are a %s" % type(values["options"]).__name__)
        entry["options"] = {plain(k, "an option"): plain(v, "the option %s" % k) for k, v in values["options"].items()}
    if values["autoconvert"] is not True:
        entry["autoconvert"] = plain(values["autoconvert"], "its autoconvert")
    return entry


def namer_and_names(specs):
    """Returns the namer of the specs' cache files, and the names of these files by source."""
    from imagekit.cachefiles import namers

    names = {}
    for spec, source in specs:
        with Reading(source, "its cachefile_name comes", granted=["name"]):
            names[source.name] = posix(spec.cachefile_name)
    for namer in NAMERS:
        if all(names[source.name] == posix(getattr(namers, namer)(spec)) for spec, source in specs):
            return namer, names
    raise UnsupportedError("a namer of the project's own names its cache files")


def same_strategy(one, other):
    return type(one) is type(other) and vars(one) == vars(other)


def strategy_name(strategy):
    from imagekit.cachefiles import strategies

    for name in ("JustInTime", "Optimistic"):
        if type(strategy) is getattr(strategies, name):
            return name
    kind = type(strategy)
    if kind is strategies.DictStrategy:
        raise UnsupportedError("a dictionary of functions says when: write \"cachefile_strategy\" yourself")
    raise UnsupportedError("the strategy %s.%s is the project's own" % (kind.__module__, kind.__qualname__))


# Processors

def processor(given):
    """Returns a processor in the form of a registry: PILKit's name, and the arguments of its `__init__`."""
    kind = type(given)
    if not kind.__module__.startswith("pilkit."):
        raise UnsupportedError("the processor %s.%s is the project's own" % (kind.__module__, kind.__qualname__))
    name = kind.__name__
    if name == "ProcessorPipeline":
        raise UnsupportedError("a ProcessorPipeline stands among its processors: write its processors out")
    read = ARGUMENTS.get(name, same_arguments)
    arguments = read(given)
    if isinstance(arguments, dict):
        arguments = {key: plain(value, "%s.%s" % (name, key)) for key, value in arguments.items()}
    return {name: arguments} if arguments else name


def same_arguments(given):
    """Returns the arguments of a processor that stores each argument in an attribute of the same name. A value is omitted
    only if it is the same object as the default, because django-imagekit's hash distinguishes equal objects. Floats are an
    exception: the hash does not distinguish equal floats."""
    arguments = {}
    for parameter in list(inspect.signature(type(given).__init__).parameters.values())[1:]:
        value = getattr(given, parameter.name)
        is_default = value is parameter.default or (type(value) is float and value == parameter.default)
        if not is_default:
            arguments[parameter.name] = value
    return arguments


def transpose_arguments(given):
    from pilkit.processors import Transpose

    turns = ["FLIP_HORIZONTAL", "FLIP_VERTICAL", "ROTATE_90", "ROTATE_180", "ROTATE_270"]
    names = [(getattr(Transpose, name), name) for name in turns] + [("auto", "auto")]
    arguments = []
    for method in vars(given).get("methods", ()):
        found = [name for value, name in names if value is method or value == method and type(value) is type(method)]
        if not found:
            raise UnsupportedError("Transpose(%s) is not among the turns of PILKit" % method)
        if b"getattr" in pickle.dumps(method, 0):
            version = ".".join(map(str, sys.version_info[:3]))
            raise UnsupportedError("Python %s gives Transpose another hash than other versions do: update it" % version)
        arguments.append(found[0])
    return arguments


def border_arguments(given):
    sides = (given.top, given.right, given.bottom, given.left)
    arguments = {"thickness": sides[0] if len(set(sides)) == 1 else sides}
    if given.color is not None:
        arguments["color"] = given.color
    return arguments


def canvas_arguments(given):
    from pilkit.processors import ResizeCanvas

    arguments = {"width": given.width, "height": given.height}
    if given.color is not ResizeCanvas(1, 1).color:
        arguments["color"] = given.color
    if given.anchor is None:
        arguments.update(x=given.x, y=given.y)
    elif given.anchor != "c":
        arguments["anchor"] = given.anchor
    return arguments


def thumbnail_arguments(given):
    arguments = {"width": given.width, "height": given.height, "upscale": given.upscale}
    has_both = given.width is not None and given.height is not None
    if given.anchor and not (given.anchor == "auto" and has_both):
        arguments["anchor"] = given.anchor
    elif given.anchor is None and given.crop is not False or given.crop is False and has_both:
        arguments["crop"] = given.crop
    return {name: value for name, value in arguments.items() if value is not None}


ARGUMENTS = {
    "AddBorder": border_arguments,
    "ResizeCanvas": canvas_arguments,
    "Thumbnail": thumbnail_arguments,
    "Transpose": transpose_arguments,
}


# Values

def plain(value, what):
    """Returns a value that JSON can express. Raises an error for a value whose hash would change."""
    if value is None or type(value) in (bool, int, str):
        return value
    if type(value) is float and math.isfinite(value):
        return value
    if type(value) is tuple:
        return [plain(each, what) for each in value]
    if type(value) is list:
        raise UnsupportedError("%s is a list, which has another hash than a tuple: write %r" % (what, tuple(value)))
    raise UnsupportedError("%s is a %s.%s" % (what, type(value).__module__, type(value).__qualname__))


def posix(name):
    return name.replace(os.sep, "/")
