"""Renders the front page for a visitor, and prints the URL, the status and the digest of each image in it."""

import hashlib
import json
import os
import re

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "modelsite.settings")
django.setup()

from django.test import Client  # noqa: E402

client = Client()
page = client.get("/")
assert page.status_code == 200, page.status_code
answers = []
for url in re.findall(r'src="([^"]+)"', page.content.decode()):
    response = client.get(url)
    body = b"".join(response.streaming_content) if response.streaming else response.content
    answers.append({"url": url, "status": response.status_code, "digest": hashlib.sha256(body).hexdigest()})
print(json.dumps(answers))
