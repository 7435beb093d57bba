"""Reads the image generators of a Django project and prints them in the form of a registry.

`imagekit import-django` runs this script with the project's own Python, in the project's folder:

    python -c SCRIPT REGISTRY_FOLDER SETTINGS_MODULE GROUP…

If SETTINGS_MODULE is empty, the environment or `manage.py` names the module. A GROUP is the name of a source group that an
earlier import wrote.

The script prints one JSON object with these members, or with the member `error`:

- `settings`: the settings by name; null stands for a setting that the site does not set
- `storages`: the options of the bucket that stores cache files, by the address of the bucket
- `source_groups`: the source groups by name
- `gone_groups`: the names of source groups whose model or field does not exist any more
- `addresses`: the addresses of databases and of the cache, by the environment variables that must contain them
- `generators`: the generators by id; each has its `entry`, and the `names` that the site gives to cache files of some sources
- `left_out`: the names of all parts that a registry cannot express, with the reasons

The executable contains `read_specs.py`, `read_sources.py`, `read_cache.py`, and this file, joined in this order. These
files must run with Python 3.8, because the site's Python can be old.
"""

import json
import os
import re
import sys

# The output of the project must not mix with the answer, so the output of the project goes to standard error.
answer = os.fdopen(os.dup(1), "w", encoding="utf-8")
os.dup2(2, 1)
sys.stdout = sys.stderr


def main():
    registry_folder, settings_module, *groups = sys.argv[1:]
    sys.path.insert(0, os.getcwd())
    given_by = "--settings"
    if settings_module:
        os.environ["DJANGO_SETTINGS_MODULE"] = settings_module
    elif "DJANGO_SETTINGS_MODULE" in os.environ:
        given_by = "the environment's DJANGO_SETTINGS_MODULE"
    else:
        os.environ["DJANGO_SETTINGS_MODULE"] = settings_of_manage_py()
        given_by = "manage.py"
    import django
    from django.conf import settings

    try:
        settings.INSTALLED_APPS
    except ImportError as error:
        module = os.environ["DJANGO_SETTINGS_MODULE"]
        raise RuntimeError("the settings %s, named by %s: %s" % (module, given_by, in_words(error)))
    django.setup()
    return Project(registry_folder).registry(groups)


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

        self.settings = settings
        self.folders = [os.path.abspath(registry_folder), os.path.realpath(registry_folder)]
        self.storage = default_storage(settings)
        self.strategy = load_strategy(settings.IMAGEKIT_DEFAULT_CACHEFILE_STRATEGY)
        self.sources = Sources(self.near, self.check_storage)
        self.left_out = []

    def registry(self, former_groups):
        from imagekit.registry import generator_registry

        settings = self.read_settings()
        generator_registry.get_ids()
        generators = {}
        for id, generator in sorted(generator_registry._generators.items()):
            if getattr(generator, "__module__", "") == "imagekit.generatorlibrary":
                continue  # ImageKit has its own imagekit:thumbnail.
            try:
                generators[id] = self.generator(id, generator, settings)
            except UnsupportedError as reason:
                self.leave_out(id, reason)
            except UnreachableError:
                raise
            except Exception as error:
                self.leave_out(id, "it cannot be read: " + in_words(error))
        for name in former_groups:
            self.sources.refresh(name)
        return {
            "settings": settings,
            "storages": self.storages(),
            "source_groups": dict(sorted(self.sources.groups.items())),
            "gone_groups": self.sources.gone,
            "addresses": self.sources.addresses,
            "generators": generators,
            "left_out": self.left_out,
        }

    def leave_out(self, name, reason):
        self.left_out.append({"name": name, "reason": str(reason)})

    # Settings

    def read_settings(self):
        from django.core.files.storage import FileSystemStorage

        settings = self.settings
        is_local = isinstance(self.storage, FileSystemStorage)
        scales = getattr(settings, "IMAGEKIT_DEFAULT_THUMBNAIL_SRCSET_SCALES", None)
        return {
            "MEDIA_ROOT": self.media_root(),
            "MEDIA_URL": str(self.storage.base_url if is_local and self.storage.base_url else settings.MEDIA_URL),
            "FILE_UPLOAD_PERMISSIONS": self.mode("FILE_UPLOAD_PERMISSIONS", 0o644, 0o600),
            "FILE_UPLOAD_DIRECTORY_PERMISSIONS": self.mode("FILE_UPLOAD_DIRECTORY_PERMISSIONS", None, 0o700),
            "IMAGEKIT_CACHEFILE_DIR": str(settings.IMAGEKIT_CACHEFILE_DIR),
            "IMAGEKIT_SPEC_CACHEFILE_NAMER": self.known_namer("IMAGEKIT_SPEC_CACHEFILE_NAMER"),
            "IMAGEKIT_CACHEFILE_NAMER": self.known_namer("IMAGEKIT_CACHEFILE_NAMER"),
            "IMAGEKIT_DEFAULT_CACHEFILE_STRATEGY": self.default_strategy(),
            "IMAGEKIT_DEFAULT_CACHEFILE_BACKEND": text_or_none(settings.IMAGEKIT_DEFAULT_CACHEFILE_BACKEND),
            "IMAGEKIT_DEFAULT_FILE_STORAGE": bucket_address(self.storage)
            or text_or_none(settings.IMAGEKIT_DEFAULT_FILE_STORAGE),
            "IMAGEKIT_CACHE_PREFIX": str(settings.IMAGEKIT_CACHE_PREFIX),
            "IMAGEKIT_USE_MEMCACHED_SAFE_CACHE_KEY": bool(settings.IMAGEKIT_USE_MEMCACHED_SAFE_CACHE_KEY),
            "IMAGEKIT_SPOOL_DIR": self.spool_folder(),
            "notify_django_cache": self.site_cache(),
            "IMAGEKIT_DEFAULT_THUMBNAIL_FORMAT": text_or_none(
                getattr(settings, "IMAGEKIT_DEFAULT_THUMBNAIL_FORMAT", None)
            ),
            "IMAGEKIT_DEFAULT_THUMBNAIL_SRCSET_SCALES": list(scales) if scales else None,
        }

    def spool_folder(self):
        """Returns the folder of the backend Spool; None for other backends."""
        from imagekit.cachefiles.backends import get_default_cachefile_backend

        name = text_or_none(self.settings.IMAGEKIT_DEFAULT_CACHEFILE_BACKEND) or ""
        return self.near(get_default_cachefile_backend().folder) if name.endswith(".django.Spool") else None

    def site_cache(self):
        try:
            return SiteCache(self.settings, self.near, self.sources).setting()
        except UnsupportedError as reason:
            self.leave_out("notify_django_cache", reason)
            return None

    def storages(self):
        address = bucket_address(self.storage)
        return {address: bucket_options(self.storage)} if address else {}

    def media_root(self):
        if self.settings.MEDIA_ROOT:
            return self.near(self.settings.MEDIA_ROOT)
        self.leave_out("MEDIA_ROOT", "the site does not set it, and uses the folder in which it is started: set it in the site")
        return None

    def mode(self, setting, usual, owner):
        """Returns permissions as text; None for `usual`, imagekit's default. The bits must contain the bits of `owner`."""
        bits = getattr(self.settings, setting)
        if bits == usual:
            return None
        if bits is None:
            return "umask"
        if bits & owner != owner or bits > 0o777:
            self.leave_out(setting, "the mode %s lacks permissions of the owner, or has special bits" % oct(bits))
            return None
        return "0%o" % bits

    def known_namer(self, setting):
        dotted = getattr(self.settings, setting)
        module, _, name = dotted.rpartition(".")
        if module == "imagekit.cachefiles.namers" and name in NAMERS:
            return name
        self.leave_out(setting, "%s is a namer of the project's own" % dotted)
        return None

    def default_strategy(self):
        setting = "IMAGEKIT_DEFAULT_CACHEFILE_STRATEGY"
        try:
            return strategy_name(self.strategy)
        except UnsupportedError as reason:
            self.leave_out(setting, reason)
            return None

    def near(self, path):
        """Returns a path in the registry's folder relative to this folder. Other paths stay absolute."""
        path = os.path.abspath(path)
        for folder in self.folders:
            if path == folder:
                return "."
            if path.startswith(folder + os.sep):
                return os.path.relpath(path, folder)
        return path

    # Generators

    def generator(self, id, generator, settings):
        specs = probed_specs(generator)
        entry = spec_entry(specs)
        storage = specs[0][0].cachefile_storage or self.storage
        if storage is not self.storage or not bucket_address(storage):
            self.check_storage(storage, "its cache files are")
        namer, names = namer_and_names(specs)
        if namer != settings["IMAGEKIT_SPEC_CACHEFILE_NAMER"]:
            entry["cachefile_namer"] = namer
        strategy = specs[0][0].cachefile_strategy
        if not same_strategy(strategy, self.strategy):
            try:
                entry["cachefile_strategy"] = strategy_name(strategy)
            except UnsupportedError as reason:
                self.leave_out(id + ".cachefile_strategy", reason)
        sources = self.sources.of(id)
        if sources:
            entry = dict([("source", sources)], **entry)
        return {"entry": entry, "names": names}

    def check_storage(self, storage, what):
        from django.core.files.storage import FileSystemStorage

        kind = storage.__class__
        if not isinstance(storage, FileSystemStorage):
            raise UnsupportedError("%s in the storage %s.%s" % (what, kind.__module__, kind.__qualname__))
        if os.path.abspath(storage.path("a/b.jpg")) != os.path.join(os.path.abspath(self.settings.MEDIA_ROOT), "a/b.jpg"):
            raise UnsupportedError("%s in %s, not in MEDIA_ROOT" % (what, storage.location))


def default_storage(settings):
    from imagekit import utils

    if hasattr(utils, "get_storage"):
        return utils.get_storage()
    # Before version 5.0, django-imagekit has no get_storage.
    return utils.get_singleton(settings.IMAGEKIT_DEFAULT_FILE_STORAGE, "file storage backend")


def bucket_address(storage):
    """Returns the address of the bucket of a storage of django-storages; None for other storages."""
    modules = {kind.__module__ for kind in type(storage).__mro__}
    # Older versions of django-storages call the module s3boto3.
    if not modules & {"storages.backends.s3", "storages.backends.s3boto3"} or not storage.bucket_name:
        return None
    return "/".join(["s3://" + storage.bucket_name] + [part for part in storage.location.split("/") if part])


def bucket_options(storage):
    """Returns the options of a bucket that the project sets."""
    parameters = storage.object_parameters
    prefix = "".join(part + "/" for part in storage.location.split("/") if part)
    domain = storage.custom_domain
    protocol = getattr(storage, "url_protocol", "https:")
    options = {
        "endpoint": storage.endpoint_url,
        "region": storage.region_name,
        "path_style": {"path": True, "virtual": False}.get(storage.addressing_style),
        "acl": storage.default_acl or parameters.get("ACL"),
        "cache_control": parameters.get("CacheControl"),
        "public_url": "%s//%s/%s" % (protocol, domain, prefix) if domain else None,
    }
    return {name: value for name, value in options.items() if value is not None}


def text_or_none(value):
    return value if isinstance(value, str) else None


try:
    found = main()
except Exception as error:
    found = {"error": in_words(error)}
json.dump(found, answer)
answer.flush()
# Do not wait for threads that the project started.
os._exit(0)
