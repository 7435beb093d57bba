#!/usr/bin/env python3
"""Writes Tests/Fixtures/templates.json: templates with the output of django-imagekit.

usage: Scripts/template_expectations.py      (needs django-imagekit==6.1.1 and pilkit==3.0; no Django project)

The script renders the templates with the sample photographs in media/, in a temporary folder.
"""
import json
import shutil
import tempfile
from pathlib import Path

import django
from django.conf import settings

ROOT = Path(__file__).resolve().parent.parent
TARGET = ROOT / "Tests" / "Fixtures" / "templates.json"
MEDIA = Path(tempfile.mkdtemp(prefix="imagekit-templates."))

CONTEXT = {
    "photo": "photos/dahlia.jpg",
    "title": "<b>A & B</b>",
    "size": "60x40",
    "half": 0.5,
    "generator": "app:small",
    "photos": [
        {"source": "photos/aurora.jpg", "title": "\"Aurora\" & 'more'"},
        {"source": "photos/dahlia.jpg", "title": ""},
    ],
}

BASE = "{% load imagekit %}<title>{% block title %}{{ title }}{% endblock %}</title>\n{% block body %}{% endblock %}\n"
PART = "{% load imagekit %}<p>{{ title }}{% thumbnail '20x' photo %}</p>"

TEMPLATES = {
    "a literal": "<p>{% load imagekit %}{% generateimage 'app:small' source='photos/dahlia.jpg' %}</p>\n",
    "a variable": "{% load imagekit %}{% generateimage generator source=photo %}",
    "attributes": "{% load imagekit %}{% generateimage 'app:small' source=photo -- alt=title class='a \"b\"' id=\"it's\" %}",
    "a given width": "{% load imagekit %}{% generateimage 'app:small' source=photo -- width=40 alt='' %}",
    "a given height": "{% load imagekit %}{% generateimage 'app:small' source=photo -- height=40 %}",
    "an attribute src": "{% load imagekit %}{% generateimage 'app:small' source=photo -- src='x' alt='y' %}",
    "an assignment": "{% load imagekit %}{% generateimage 'app:small' source=photo as th %}"
    "<img src=\"{{ th.url }}\" width=\"{{ th.width }}\" height='{{ th.height }}'>",
    "values as attributes": "{% load imagekit %}{% generateimage 'app:small' source=photo -- a=None b=True c=half d=1 e=missing %}",
    "a thumbnail": "{% load imagekit %}{% thumbnail '100x50' photo %}",
    "a thumbnail without a height": "{% load imagekit %}{% thumbnail '100x' photo %}{% thumbnail ' x 50 ' 'photos/aurora.jpg' %}",
    "a size in a variable": "{% load imagekit %}{% thumbnail size photos.0.source -- alt=photos.0.title %}",
    "an anchor": "{% load imagekit %}{% thumbnail '100x50' photo anchor='tr' %}",
    "no crop": "{% load imagekit %}{% thumbnail '100x50' photo crop=0 %}{% thumbnail '100x50' photo crop=False %}",
    "an upscaled thumbnail": "{% load imagekit %}{% thumbnail '40x40' photo upscale=True crop=True %}",
    "a format": "{% load imagekit %}{% thumbnail '100x50' photo format='WEBP' -- alt='A \\'dahlia\\'' %}",
    "densities": "{% load imagekit %}{% thumbnail '30x20' photo srcset='2 1.5' -- alt=title %}",
    "no densities": "{% load imagekit %}{% thumbnail '30x20' photo srcset=None %}",
    "another generator of thumbnails": "{% load imagekit %}{% thumbnail 'app:sized' '30x20' photo -- class='x' %}",
    "an assigned thumbnail": "{% load imagekit %}{% thumbnail '30x20' photo anchor='b' as th %}{{ th.width }}x{{ th.height }} {{ th.url }}",
    "several assignments": "{% load imagekit %}{% thumbnail '30x' photo as a %}{% thumbnail '20x' photo as b %}{{ b.url }}|{{ a.url }}",
    "filters": "{% load imagekit %}{% thumbnail size|default:'1x1' missing|default:photo -- alt=title|upper class='a'|add:'b' %}",
    "a loop": "{% load imagekit %}<ul>\n{% for p in photos %}<li>{{ forloop.counter }} {{ p.title }}"
    "{% thumbnail '30x20' p.source -- alt=p.title %}</li>\n{% empty %}none{% endfor %}</ul>",
    "a condition": "{% load imagekit %}{% if title %}{% thumbnail '30x20' photo as th %}{{ th.url }}{% else %}no{% endif %}"
    "{% if missing %}no{% elif photos %}{{ title|lower }}{% endif %}",
    "inheritance": "{% extends 'base.html' %}{% block title %}<i>{{ block.super }}</i>{% endblock %}"
    "{% block body %}{% include 'part.html' %}{% endblock %}",
    "comments": "{% load imagekit %}{% if photo %}a{# {% thumbnail %} #}b{% comment %}{% thumbnail %}{{ x }}{% endcomment %}c"
    "{% verbatim %}{{ title }}{% endverbatim %}{{ title|safe }}{% endif %}",
}

ERRORS = [
    "{% generateimage %}", "{% generateimage 'app:small' 'x' source=photo %}", "{% generateimage 'app:small' %}",
    "{% generateimage 'app:small' source=photo -- %}", "{% generateimage 'app:small' source=photo -- 'x' %}",
    "{% generateimage 'app:small' source=photo -- alt='x' as th %}", "{% generateimage 'app:none' source=photo %}",
    "{% generateimage 'app:small' source=photo source=photo %}", "{% generateimage source=photo 'app:small' %}",
    "{% generateimage 'app:small' source=missing %}", "{% generateimage 'app:small source=photo %}",
    "{% generateimage 'app:small' source=photo|nofilter %}", "{% thumbnail '10x10' %}", "{% thumbnail 'a' '10x10' photo photo %}",
    "{% thumbnail '10' photo %}", "{% thumbnail 'ax10' photo %}", "{% thumbnail '10x10' photo -- alt='x' as th %}",
    "{% thumbnail '10x10' missing %}", "{% thumbnail '10x10' photo srcset='2' as th %}", "{% thumbnail '10x10' photo crop=False crop=1 %}",
]


def main():
    shutil.copytree(ROOT / "media" / "photos", MEDIA / "photos")
    settings.configure(
        MEDIA_ROOT=str(MEDIA),
        MEDIA_URL="/media/",
        INSTALLED_APPS=["imagekit"],
        TEMPLATES=[{
            "BACKEND": "django.template.backends.django.DjangoTemplates",
            "OPTIONS": {"loaders": [("django.template.loaders.locmem.Loader", {"base.html": BASE, "part.html": PART})]},
        }],
    )
    django.setup()
    register()
    from django.template import engines

    django_engine = engines["django"]
    cases = [
        {"name": name, "template": text, "output": str(django_engine.from_string(text).render(dict(CONTEXT)))}
        for name, text in TEMPLATES.items()
    ]
    for text in ERRORS:
        try:
            output = django_engine.from_string("{% load imagekit %}" + text).render(dict(CONTEXT))
        except Exception:
            continue
        raise SystemExit(f"{text} is no error: {output}")
    fixture = {"context": CONTEXT, "others": {"base.html": BASE, "part.html": PART}, "cases": cases, "errors": ERRORS}
    TARGET.write_text(json.dumps(fixture, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    shutil.rmtree(MEDIA)
    print(f"{len(cases)} templates, {len(ERRORS)} errors")


def register():
    """Registers the generators of the test's registry. A template names a source by its name, as in imagekit."""
    from django.core.files.storage import default_storage
    from django.db.models.fields.files import FieldFile
    from imagekit import ImageSpec, register as registry
    from imagekit.generatorlibrary import Thumbnail
    from imagekit.registry import generator_registry
    from pilkit.processors import ResizeToFill

    class Field:
        storage = default_storage
        name = "photo"

    def file(name):
        return FieldFile(None, Field(), name[:]) if isinstance(name, str) and name else name

    class Small(ImageSpec):
        processors = [ResizeToFill(30, 20)]
        format = "PNG"

        def __init__(self, source):
            super().__init__(file(source))

    class Sized(ImageSpec):
        format = "PNG"

        def __init__(self, source, width, height):
            self.processors = [ResizeToFill(width, height)]
            super().__init__(file(source))

    class Named(Thumbnail):
        def __init__(self, source=None, **arguments):
            super().__init__(source=file(source), **arguments)

    registry.generator("app:small", Small)
    registry.generator("app:sized", Sized)
    generator_registry.unregister("imagekit:thumbnail")
    registry.generator("imagekit:thumbnail", Named)


if __name__ == "__main__":
    main()
