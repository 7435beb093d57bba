from imagekit import register
from imagekit.specs.sourcegroups import ImageFieldSourceGroup

from .models import Book
from .specs import Card, Grey

for id, spec in {"shop:card": Card, "shop:grey": Grey}.items():
    register.generator(id, spec)
    register.source_group(id, ImageFieldSourceGroup(Book, "cover"))
