"""A process of the site that serves pages to one visitor, as long as its input is open.

Each line of the input is a JSON array: `["visit", PATH]` answers with the status and the URL of each image of the page, and
`["flush"]` clears the cache of the images, and `["add"]` adds an entry to it.
"""

import json
import os
import re
import sys

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "modelsite.settings")
django.setup()

from django.test import Client  # noqa: E402
from imagekit.utils import get_cache  # noqa: E402

client = Client()


def visit(path):
    page = client.get(path)
    assert page.status_code == 200, page.status_code
    urls = re.findall(r'src="([^"]+)"', page.content.decode())
    return [{"url": url, "status": client.get(url).status_code} for url in urls]


def flush():
    get_cache().clear()


def add():
    get_cache().set("entry", 1)


for line in sys.stdin:
    command, *arguments = json.loads(line)
    print(json.dumps({"visit": visit, "flush": flush, "add": add}[command](*arguments)), flush=True)
