#!/usr/bin/env python3
"""Writes Tests/Fixtures/django-cache/: the keys and the bytes that Django and django-imagekit compute.

usage: Scripts/django_cache_fixtures.py      (with the Python of .venv)
"""

import base64
import json
import pickle
import zlib
from pathlib import Path

from django.conf import settings

settings.configure(IMAGEKIT_CACHE_PREFIX="imagekit:", IMAGEKIT_USE_MEMCACHED_SAFE_CACHE_KEY=True)

from django.core.cache.backends.base import BaseCache  # noqa: E402
from imagekit.utils import sanitize_cache_key  # noqa: E402

FOLDER = Path(__file__).resolve().parent.parent / "Tests/Fixtures/django-cache"

NAMES = [
    "CACHE/images/avatars/ada/590b18424dad81255dad0f7f946719cc.webp",
    "CACHE/images/avatars/grace h/590b18424dad81255dad0f7f946719cc.png",
    "CACHE/images/avatars/zoë/590b18424dad81255dad0f7f946719cc.png",
    "CACHE/images/zoe\u0308/5.png",
    # Every kind of white space, a byte order mark and a zero-width space, which are none.
    "CACHE/images/a\t\n\x0b\x1c\x1f\x7f\x85\xa0\u1680\u2003\u2028\u202f\u205f\u3000\ufeff\u200b\u180eb.png",
    "CACHE/images/{key}%s.png",
    "CACHE/images/" + "p" * 170 + ".png",
    # 199 and 200 characters with the prefix and the suffix.
    "x" * (199 - len("imagekit:-state")),
    "x" * (200 - len("imagekit:-state")),
    "CACHE/images/" + "long name/" * 30 + "5.png",
    "CACHE/images/" + "写真" * 60 + "/5.png",
    "CACHE/images/" + "🖼" * 199 + ".png",
]

# The parameters of a cache, and the form of its keys in a registry.
CACHES = [({}, ":1:{key}"), ({"KEY_PREFIX": "shop", "VERSION": 2}, "shop:2:{key}")]


def keys():
    for parameters, form in CACHES:
        cache = BaseCache(parameters)
        for prefix in ("imagekit:", "site pictures:"):
            for is_safe in (True, False):
                settings.IMAGEKIT_USE_MEMCACHED_SAFE_CACHE_KEY = is_safe
                for name in NAMES:
                    key = cache.make_key(sanitize_cache_key("%s%s-state" % (prefix, name)))
                    yield {"form": form, "prefix": prefix, "safe": is_safe, "name": name, "key": key}


def values():
    value = pickle.dumps("exists", 0)
    return {
        "pickle": value.decode(),
        "base64": base64.b64encode(value).decode(),
        # Without compression, all versions of zlib write the same bytes.
        "file": (pickle.dumps(None, 0) + zlib.compress(value, 0)).hex(),
        "expiring_file": (pickle.dumps(1234567890.5, 0) + zlib.compress(value, 0)).hex(),
    }


def main():
    FOLDER.mkdir(parents=True, exist_ok=True)
    lines = ",\n".join(json.dumps(key, ensure_ascii=False) for key in keys())
    (FOLDER / "keys.json").write_text(f"[\n{lines}\n]\n")
    (FOLDER / "values.json").write_text(json.dumps(values(), indent=2) + "\n")


main()
