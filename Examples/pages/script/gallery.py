"""Writes a page with all photographs of the manifest images.json to standard output."""
import html
import json
from itertools import groupby

images = [i for i in json.load(open("images.json"))["images"] if i["format"] == "JPEG"]
print('<!DOCTYPE html>\n<html lang="en">\n<meta charset="utf-8">\n<title>Photographs</title>')
for source, members in groupby(sorted(images, key=lambda i: (i["source"], i["width"])), key=lambda i: i["source"]):
    members = list(members)
    srcset = ", ".join(f'{i["url"]} {i["width"]}w' for i in members)
    last = members[-1]
    print(f'<p><img src="{html.escape(last["url"])}" srcset="{html.escape(srcset)}" sizes="25em" '
          f'width="{last["width"]}" height="{last["height"]}" alt="{html.escape(source)}" loading="lazy">')
print("</html>")
