"""Reads the Django cache in which a site keeps the state of its cache files, in the form of the setting
`notify_django_cache`. See `read_project.py`."""

DEFAULT_KEY = ":1:{key}"
DEFAULT_MAX_ENTRIES = 300
CACHE_ADDRESS = "DJANGO_CACHE_URL"


class SiteCache:
    def __init__(self, settings, near, sources):
        from django.core.cache import caches
        from django.utils.module_loading import import_string

        self.settings = settings
        self.near = near
        self.sources = sources
        self.alias = settings.IMAGEKIT_CACHE_BACKEND
        self.about = dict(settings.CACHES[self.alias])
        self.options = self.about.get("OPTIONS") or {}
        self.kind = import_string(self.about["BACKEND"])
        self.caches = caches

    def setting(self):
        """Returns None if no other process can read the cache, or if the site keeps no state in it.

        Raises UnsupportedError if imagekit cannot write to the cache."""
        readers = {
            "django.core.cache.backends.locmem.LocMemCache": None,
            "django.core.cache.backends.dummy.DummyCache": None,
            "django.core.cache.backends.redis.RedisCache": self.redis,
            "django_redis.cache.RedisCache": self.django_redis,
            "django.core.cache.backends.memcached.PyMemcacheCache": self.memcached,
            "django.core.cache.backends.memcached.PyLibMCCache": self.memcached,
            "django.core.cache.backends.db.DatabaseCache": self.database,
            "django.core.cache.backends.filebased.FileBasedCache": self.folder,
        }
        name = "%s.%s" % (self.kind.__module__, self.kind.__qualname__)
        if name not in readers:
            raise UnsupportedError("the cache %r is a %s" % (self.alias, name))
        timeout = self.settings.IMAGEKIT_CACHE_TIMEOUT
        if not readers[name] or timeout is not None and (not isinstance(timeout, int) or timeout <= 0):
            return None
        found = readers[name]()
        key = self.key()
        if key != DEFAULT_KEY:
            found["key"] = key
        if timeout is not None:
            found["timeout"] = timeout
        return found

    def key(self):
        """Returns the form of the keys. A function of the site can replace Django's own form."""
        from django.core.cache.backends.base import BaseCache

        probes = ["a:imagekit.1", "imagekit-b/2"]
        first, second = map(BaseCache(self.about).make_key, probes)
        start, found, end = first.partition(probes[0])
        if not found or second != start + probes[1] + end or "{" in start + end or "}" in start + end:
            raise UnsupportedError("its KEY_FUNCTION does more than to put text around a key")
        return start + "{key}" + end

    def refuse(self, *options):
        for option in options:
            if self.options.get(option):
                raise UnsupportedError("the cache %r has the option %s" % (self.alias, option))

    def locations(self):
        location = self.about.get("LOCATION") or ""
        return re.split("[;,]", location) if isinstance(location, str) else list(location)

    def redis(self):
        self.refuse("serializer", "ssl", "username")
        # The site writes to the first server. The others are replicas.
        return self.redis_address(self.options.get("password"))

    def django_redis(self):
        self.refuse("SERIALIZER", "COMPRESSOR", "CLIENT_CLASS", "REDIS_CLIENT_KWARGS", "CONNECTION_FACTORY")
        return self.redis_address(self.options.get("PASSWORD"))

    def redis_address(self, password):
        from urllib.parse import parse_qs, urlsplit

        address = str(self.locations()[0])
        parts = urlsplit(address)
        secrets = {"username", "password"} & parse_qs(parts.query).keys()
        if parts.scheme not in ("redis", "unix"):
            raise UnsupportedError("imagekit does not support %s://" % parts.scheme)
        number = self.options.get("db", self.options.get("DB"))
        if number and "db=" not in parts.query and (parts.scheme == "unix" or not parts.path.strip("/")):
            address += ("&" if parts.query else "?") + "db=%s" % number
        if not password and not secrets and "@" not in parts.netloc:
            return {"redis": address}
        # The registry must not contain a password.
        shown = address.replace(parts.netloc, parts.netloc.rpartition("@")[2], 1)
        if secrets:
            kept = [option for option in parts.query.split("&") if option.partition("=")[0] not in secrets]
            shown = shown.partition("?")[0] + ("?" + "&".join(kept) if kept else "")
        self.sources.addresses[CACHE_ADDRESS] = shown
        return {"redis": "env:" + CACHE_ADDRESS}

    def memcached(self):
        self.refuse("serde", "serializer", "key_prefix", "username", "tls_context")
        servers = self.locations()
        if not all(isinstance(server, str) and server for server in servers):
            raise UnsupportedError("the LOCATION of the cache %r is not text" % self.alias)
        return {"memcached": servers if len(servers) > 1 else servers[0]}

    def database(self):
        from django.db import connections, router

        cache = self.caches[self.alias]
        connection = connections[router.db_for_write(cache.cache_model_class)]
        where, key = self.sources.database(connection)
        if not where:
            raise UnsupportedError("the database of the cache %r is neither SQLite nor PostgreSQL" % self.alias)
        has_timeout = self.settings.IMAGEKIT_CACHE_TIMEOUT is not None
        if key == "sqlite" and has_timeout and (not self.settings.USE_TZ or connection.timezone_name != "UTC"):
            raise UnsupportedError("the cache %r keeps times in a local time zone" % self.alias)
        return self.limited({key: where, "table": cache._table})

    def folder(self):
        return self.limited({"folder": self.near(self.about["LOCATION"])})

    def limited(self, found):
        from django.core.cache.backends.base import BaseCache

        max_entries = BaseCache(self.about)._max_entries
        if max_entries != DEFAULT_MAX_ENTRIES:
            found["max_entries"] = max_entries
        return found
