"""Reads the image generators of a Django project and prints them as a registry has them.

`imagekit import-django` runs it with the project's own Python, in the project's folder:

    python -c SCRIPT REGISTRY_FOLDER [SETTINGS_MODULE]

It prints one JSON object: `settings` (null: not set), `source_groups` by name, `generators` by id, each with its `entry`
and the `names` that the site gives the cache files of some sources, `left_out` and `notes`. Or it prints `error`.

It is compiled into the executable. It keeps to what Python 3.8 understands, for it runs with whatever the site has.
"""

import datetime
import inspect
import json
import math
import os
import re
import sys

# What the project prints while it is loaded must not come between.
answer = os.fdopen(os.dup(1), "w", encoding="utf-8")
os.dup2(2, 1)
sys.stdout = sys.stderr


class Unsayable(Exception):
    """Something that a registry has no words for."""


# The sources that names are computed for: with the extension of the format asked for or another, in capitals, without.
SOURCES = ["photos/bulldog.jpg", "scans/2024/Map 1.PNG", "upload"]


def main():
    registry_folder, settings_module = sys.argv[1], sys.argv[2] if len(sys.argv) > 2 else None
    sys.path.insert(0, os.getcwd())
    if settings_module:
        os.environ["DJANGO_SETTINGS_MODULE"] = settings_module
    elif "DJANGO_SETTINGS_MODULE" not in os.environ:
        os.environ["DJANGO_SETTINGS_MODULE"] = settings_of_manage_py()
    import django

    django.setup()
    return Project(registry_folder).registry()


def settings_of_manage_py():
    try:
        with open("manage.py", encoding="utf-8") as file:
            found = re.search(r"""DJANGO_SETTINGS_MODULE["'],\s*["']([\w.]+)["']""", file.read())
    except OSError:
        found = None
    if not found:
        raise RuntimeError("there is no manage.py in %s that names the settings: give --settings" % os.getcwd())
    return found.group(1)


class Project:
    def __init__(self, registry_folder):
        from django.conf import settings

        import imagekit.conf  # noqa: F401  It sets the defaults of the settings.
        from imagekit.cachefiles.strategies import load_strategy
        from imagekit.utils import get_storage

        self.settings = settings
        self.folder = os.path.realpath(registry_folder)
        self.storage = get_storage()
        self.strategy = load_strategy(settings.IMAGEKIT_DEFAULT_CACHEFILE_STRATEGY)
        self.groups = {}
        self.left_out = []
        self.notes = []

    def registry(self):
        from imagekit.registry import generator_registry

        settings = self.read_settings()
        generator_registry.get_ids()
        generators = {}
        for id, generator in sorted(generator_registry._generators.items()):
            if getattr(generator, "__module__", "") == "imagekit.generatorlibrary":
                continue  # imagekit:thumbnail, which the tool has itself
            try:
                generators[id] = self.generator(id, generator, settings)
            except Unsayable as reason:
                self.left_out.append({"name": id, "reason": str(reason)})
            except Exception as error:
                self.left_out.append({"name": id, "reason": "it cannot be read: %s: %s" % (type(error).__name__, error)})
        used = {name for each in generators.values() for name in each["entry"].get("source", [])}
        groups = {name: group for name, group in sorted(self.groups.items()) if name in used}
        if any("command" in group for group in groups.values()):
            settings["allow_exec"] = True
            self.notes.append("some sources are asked of the site's own Python, so the settings have \"allow_exec\": true")
        for variable in sorted({group["postgresql"] for group in groups.values() if "postgresql" in group}):
            self.notes.append("set %s to the database's address, such as %s" % (variable[4:], self.addresses[variable]))
        return {
            "settings": settings,
            "source_groups": groups,
            "generators": generators,
            "left_out": self.left_out,
            "notes": self.notes,
        }

    # Settings

    def read_settings(self):
        from django.core.files.storage import FileSystemStorage

        settings = self.settings
        is_local = isinstance(self.storage, FileSystemStorage)
        scales = getattr(settings, "IMAGEKIT_DEFAULT_THUMBNAIL_SRCSET_SCALES", None)
        return {
            "MEDIA_ROOT": self.near(settings.MEDIA_ROOT),
            "MEDIA_URL": str(self.storage.base_url if is_local and self.storage.base_url else settings.MEDIA_URL),
            "IMAGEKIT_CACHEFILE_DIR": str(settings.IMAGEKIT_CACHEFILE_DIR),
            "IMAGEKIT_SPEC_CACHEFILE_NAMER": self.known_namer("IMAGEKIT_SPEC_CACHEFILE_NAMER"),
            "IMAGEKIT_CACHEFILE_NAMER": self.known_namer("IMAGEKIT_CACHEFILE_NAMER"),
            "IMAGEKIT_DEFAULT_CACHEFILE_STRATEGY": self.default_strategy(),
            "IMAGEKIT_DEFAULT_CACHEFILE_BACKEND": text_or_none(settings.IMAGEKIT_DEFAULT_CACHEFILE_BACKEND),
            "IMAGEKIT_DEFAULT_FILE_STORAGE": text_or_none(settings.IMAGEKIT_DEFAULT_FILE_STORAGE),
            "IMAGEKIT_CACHE_PREFIX": str(settings.IMAGEKIT_CACHE_PREFIX),
            "IMAGEKIT_USE_MEMCACHED_SAFE_CACHE_KEY": bool(settings.IMAGEKIT_USE_MEMCACHED_SAFE_CACHE_KEY),
            "IMAGEKIT_DEFAULT_THUMBNAIL_FORMAT": text_or_none(
                getattr(settings, "IMAGEKIT_DEFAULT_THUMBNAIL_FORMAT", None)
            ),
            "IMAGEKIT_DEFAULT_THUMBNAIL_SRCSET_SCALES": list(scales) if scales else None,
        }

    def known_namer(self, setting):
        dotted = getattr(self.settings, setting)
        module, _, name = dotted.rpartition(".")
        if module == "imagekit.cachefiles.namers" and name in NAMERS:
            return name
        self.left_out.append({"name": setting, "reason": "%s is a namer of the project's own" % dotted})
        return None

    def default_strategy(self):
        setting = "IMAGEKIT_DEFAULT_CACHEFILE_STRATEGY"
        try:
            return strategy_name(self.strategy)
        except Unsayable as reason:
            self.left_out.append({"name": setting, "reason": str(reason)})
            return None

    def near(self, path):
        """Relative to the registry's folder where it lies below."""
        path = os.path.abspath(path)
        for folder in (self.folder, os.path.realpath(self.folder)):
            if path == folder:
                return "."
            if path.startswith(folder + os.sep):
                return os.path.relpath(path, folder)
        return path

    # Generators

    def generator(self, id, generator, settings):
        from imagekit.specs import ImageSpec

        if not callable(generator):
            raise Unsayable("it is an object, not a class of specs")
        specs = []
        for name in SOURCES:
            source = Probe(name)
            with source.asked_by("its __init__ takes something"):
                spec = instance(generator, source)
            if not isinstance(spec, ImageSpec):
                raise Unsayable("it is no ImageSpec: it makes its image with code")
            specs.append((spec, source))
        if type(specs[0][0]).generate is not ImageSpec.generate:
            raise Unsayable("it makes its image with a generate() of its own")
        entries = [spec_entry(spec, source) for spec, source in specs]
        if any(entry != entries[0] for entry in entries):
            raise Unsayable("it is not the same for every source")
        entry = entries[0]
        self.check_storage(specs[0][0].cachefile_storage or self.storage, "its cache files are")
        namer, names = self.namer_and_names(specs)
        if namer != settings["IMAGEKIT_SPEC_CACHEFILE_NAMER"]:
            entry["cachefile_namer"] = namer
        strategy = specs[0][0].cachefile_strategy
        if not same_strategy(strategy, self.strategy):
            try:
                entry["cachefile_strategy"] = strategy_name(strategy)
            except Unsayable as reason:
                self.left_out.append({"name": id + ".cachefile_strategy", "reason": str(reason)})
        sources = self.sources_of(id)
        if sources:
            entry = dict([("source", sources)], **entry)
        return {"entry": entry, "names": names}

    def namer_and_names(self, specs):
        from imagekit.cachefiles import namers

        names = {}
        for spec, source in specs:
            with source.asked_by("its cachefile_name comes"):
                names[source.name] = posix(spec.cachefile_name)
        for namer in NAMERS:
            if all(names[source.name] == posix(getattr(namers, namer)(spec)) for spec, source in specs):
                return namer, names
        raise Unsayable("a namer of the project's own names its cache files")

    def check_storage(self, storage, what):
        from django.core.files.storage import FileSystemStorage

        kind = storage.__class__
        if not isinstance(storage, FileSystemStorage):
            raise Unsayable("%s in the storage %s.%s" % (what, kind.__module__, kind.__qualname__))
        if os.path.abspath(storage.path("a/b.jpg")) != os.path.join(os.path.abspath(self.settings.MEDIA_ROOT), "a/b.jpg"):
            raise Unsayable("%s in %s, not in MEDIA_ROOT" % (what, storage.location))

    # Sources

    def sources_of(self, id):
        """The names of the groups that the generator takes its sources from."""
        from imagekit.registry import cachefile_registry, source_group_registry
        from imagekit.specs.sourcegroups import ImageFieldSourceGroup, SourceGroupFilesGenerator

        names = set()
        for files, ids in cachefile_registry._cachefiles.items():
            if id in ids and not isinstance(files, SourceGroupFilesGenerator):
                raise Unsayable("its cache files are registered with code")
        for group, ids in source_group_registry._source_groups.items():
            if id not in ids:
                continue
            if type(group) is not ImageFieldSourceGroup:
                kind = type(group)
                raise Unsayable("its source group %s.%s is the project's own" % (kind.__module__, kind.__qualname__))
            names.update(self.field_groups(group.model_class, group.image_field))
        return sorted(names)

    def field_groups(self, model, field):
        """A group for each table with the field: an abstract model has none of its own, its heirs have."""
        if not model._meta.abstract:
            if not hasattr(model, "objects"):
                raise Unsayable("%s has no manager called objects, which its sources are asked of" % model._meta.label)
            name = "%s.%s" % (model._meta.label, field)
            if name not in self.groups:
                self.groups[name] = self.group(model, field)
            yield name
            # The rows of an heir with a table of its own are rows of this one too, unless a manager hides some.
            if not model.objects.all().query.where:
                return
        for heir in model.__subclasses__():
            yield from self.field_groups(heir, field)

    addresses = {}

    def group(self, model, field_name):
        from django.core.exceptions import FieldDoesNotExist
        from django.db import connections, models, router

        try:
            field = model._meta.get_field(field_name)
        except FieldDoesNotExist:
            return self.command(model, "i.%s for i in %%s.iterator()" % field_name, "f.name")
        if isinstance(field, models.FileField):
            self.check_storage(field.storage, "its sources, %s.%s, are" % (model._meta.label, field_name))
        connection = connections[router.db_for_read(model)]
        where, key = self.database(connection)
        query = self.query(connection, model, field_name) if where else None
        if not query:
            return self.command(model, "%%s.values_list(%r, flat=True).iterator()" % field_name, "f")
        return {key: where, "query": query}

    def database(self, connection):
        about = connection.settings_dict
        if connection.vendor == "sqlite":
            name = str(about["NAME"])
            if not name.startswith("file:") and ":memory:" not in name:
                return self.near(name), "sqlite"
        if connection.vendor == "postgresql":
            alias = re.sub(r"\W", "_", connection.alias).upper()
            variable = "env:" + ("DATABASE_URL" if alias == "DEFAULT" else alias + "_DATABASE_URL")
            host = about.get("HOST") or ""
            authority = "%s%s%s" % (
                about.get("USER") + "@" if about.get("USER") else "",
                "" if host.startswith("/") else host,
                ":%s" % about["PORT"] if about.get("PORT") and not host.startswith("/") else "",
            )
            at_socket = "?host=" + host if host.startswith("/") else ""
            self.addresses[variable] = "postgresql://%s/%s%s" % (authority, about.get("NAME") or "", at_socket)
            return variable, "postgresql"
        return None, None

    def query(self, connection, model, field):
        """The query of the model's manager for this one column; None where it may not be the same tomorrow."""
        from django.db.models import F

        rows = model.objects.using(connection.alias).order_by()
        try:
            rows = rows.values(source=F(field))
        except ValueError:  # The model has a field called source.
            rows = rows.values_list(field)
        if looks_at_the_clock(rows.query.where):
            return None
        sql, parameters = rows.query.get_compiler(connection=connection).as_sql()
        if not parameters:
            return sql
        try:
            with connection.cursor() as cursor:
                if hasattr(connection.ops, "compose_sql"):
                    return connection.ops.compose_sql(sql, parameters)
                return connection.ops.last_executed_query(cursor, sql, parameters)
        except Exception:
            return None

    def command(self, model, files, name):
        """A program of the site's own that prints the names of the files, an object a line."""
        objects = "apps.get_model(%r).objects" % model._meta.label
        program = "; ".join(
            [
                "import json, os, sys",
                "sys.path.insert(0, %r)" % os.getcwd(),
                "os.environ['DJANGO_SETTINGS_MODULE'] = %r" % os.environ["DJANGO_SETTINGS_MODULE"],
                "import django",
                "django.setup()",
                "from django.apps import apps",
                "[print(json.dumps({'source': %s})) for f in (%s) if f]" % (name, files % objects),
            ]
        )
        return {"command": [sys.executable, "-c", program]}


def looks_at_the_clock(condition):
    """Whether a condition of a query compares with a moment, which may have been that of the import."""
    wanted = getattr(condition, "rhs", None)
    values = wanted if isinstance(wanted, (list, tuple)) else [wanted]
    if any(isinstance(value, (datetime.date, datetime.time)) for value in values):
        return True
    return any(looks_at_the_clock(child) for child in getattr(condition, "children", []))


# Specs

NAMERS = ["source_name_as_path", "source_name_dot_hash", "hash"]


class Probe:
    """A source that has a name and nothing else, and notes what else a spec asks of it."""

    def __init__(self, name):
        self.name = name
        self.asked = []

    def __bool__(self):
        return True

    def __getattr__(self, attribute):
        if not attribute.startswith("__"):
            self.asked.append(attribute)
        raise AttributeError(attribute)

    def asked_by(self, what):
        return Asking(self, what)


class Asking:
    """While it lasts, a spec that asks its source for more than the name, or fails, has no words in a registry."""

    def __init__(self, source, what):
        self.source = source
        self.what = what

    def __enter__(self):
        del self.source.asked[:]

    def __exit__(self, kind, error, _):
        if self.source.asked:
            raise Unsayable("%s from the model: source.%s" % (self.what, self.source.asked[0])) from None
        if error is not None and isinstance(error, Exception) and not isinstance(error, Unsayable):
            raise Unsayable("%s by code that fails: %s: %s" % (self.what, kind.__name__, error)) from None


def instance(generator, source):
    try:
        parameters = inspect.signature(generator).parameters.values()
    except (TypeError, ValueError):
        parameters = []
    kinds = (inspect.Parameter.VAR_POSITIONAL, inspect.Parameter.VAR_KEYWORD)
    needed = [p.name for p in parameters if p.default is p.empty and p.kind not in kinds and p.name != "source"]
    if needed:
        raise Unsayable("it takes arguments of its own: %s" % ", ".join(needed))
    return generator(source=source)


def spec_entry(spec, source):
    values = {}
    for attribute, verb in [("processors", "come"), ("format", "comes"), ("options", "come"), ("autoconvert", "comes")]:
        with source.asked_by("its %s %s" % (attribute, verb)):
            values[attribute] = getattr(spec, attribute)
    processors = values["processors"]
    if type(processors) is not list:
        raise Unsayable("its processors are a %s, which has another hash than a list" % type(processors).__name__)
    entry = {}
    if processors:
        entry["processors"] = [processor(each) for each in processors]
    if values["format"] is not None:
        entry["format"] = plain(values["format"], "its format")
    if values["options"] is not None:
        if type(values["options"]) is not dict:
            raise Unsayable("its options are a %s" % type(values["options"]).__name__)
        entry["options"] = {plain(k, "an option"): plain(v, "the option %s" % k) for k, v in values["options"].items()}
    if values["autoconvert"] is not True:
        entry["autoconvert"] = plain(values["autoconvert"], "its autoconvert")
    return entry


def same_strategy(one, other):
    return type(one) is type(other) and vars(one) == vars(other)


def strategy_name(strategy):
    from imagekit.cachefiles import strategies

    for name in ("JustInTime", "Optimistic"):
        if type(strategy) is getattr(strategies, name):
            return name
    kind = type(strategy)
    if kind is strategies.DictStrategy:
        raise Unsayable("a dictionary of functions says when: write \"cachefile_strategy\" yourself")
    raise Unsayable("the strategy %s.%s is the project's own" % (kind.__module__, kind.__qualname__))


# Processors

def processor(given):
    """A processor as a registry writes it: PILKit's name, and the arguments that its `__init__` had."""
    kind = type(given)
    if not kind.__module__.startswith("pilkit."):
        raise Unsayable("the processor %s.%s is the project's own" % (kind.__module__, kind.__qualname__))
    name = kind.__name__
    if name == "ProcessorPipeline":
        raise Unsayable("a ProcessorPipeline stands among its processors: write its processors out")
    read = ARGUMENTS.get(name, same_arguments)
    arguments = read(given)
    if isinstance(arguments, dict):
        arguments = {key: plain(value, "%s.%s" % (name, key)) for key, value in arguments.items()}
    return {name: arguments} if arguments else name


def same_arguments(given):
    """Of the processors that keep each argument in an attribute of its name. A default is left out where it is the very
    object: django-imagekit's hash tells an equal one from it."""
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
            raise Unsayable("Transpose(%s) is not among the turns of PILKit" % method)
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
    """A value that JSON has, with nothing lost that the hash sees."""
    if value is None or type(value) in (bool, int, str):
        return value
    if type(value) is float and math.isfinite(value):
        return value
    if type(value) is tuple:
        return [plain(each, what) for each in value]
    if type(value) is list:
        raise Unsayable("%s is a list, which has another hash than a tuple: write %r" % (what, tuple(value)))
    raise Unsayable("%s is a %s.%s" % (what, type(value).__module__, type(value).__qualname__))


def text_or_none(value):
    return value if isinstance(value, str) else None


def posix(name):
    return name.replace(os.sep, "/")


try:
    found = main()
except Exception as error:
    found = {"error": "%s: %s" % (type(error).__name__, error)}
json.dump(found, answer)
answer.flush()
# What the project has left running, a thread say, is not waited for.
os._exit(0)
