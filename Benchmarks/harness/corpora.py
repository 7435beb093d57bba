"""Creates the pictures and trees for the measurements, once, in a work folder."""

import base64
import json
import os
import random
import shutil
import subprocess
import time
from pathlib import Path

from .tools import ROOT

# A grey JPEG of 8 × 8 pixels.
SMALL_PICTURE = base64.b64decode(
    "/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDABALDA4MChAODQ4SERATGCgaGBYWGDEjJR0oOjM9PDkzODdASFxOQERXRTc4UG1RV19i"
    "Z2hnPk1xeXBkeFxlZ2P/wAALCAAIAAgBAREA/8QAFAABAAAAAAAAAAAAAAAAAAAAAP/EABQQAQAAAAAAAAAAAAAAAAAAAAD/2gAI"
    "AQEAAD8AP//Z"
)

# The name of each huge picture, and the options of the saver.
HUGE = {"huge.png": "[compression=1]", "huge.jpg": "[Q=85]", "huge-progressive.jpg": "[Q=85,interlace]"}

REGISTRIES = ROOT / "Benchmarks/registries"


class Corpora:
    def __init__(self, folder):
        self.folder = Path(folder)
        self.folder.mkdir(parents=True, exist_ok=True)
        # The folders that `put_aside` moves here are deleted only after the measurements. Folders of an interrupted run
        # stay here until the next run ends.
        self.spent = self.folder / "spent"

    def photographs(self):
        """Returns 144 photographs, the largest first. So shares of every n-th photograph have similar sizes."""
        photos = self.folder / "photos"
        if len(list(photos.glob("*.jpg"))) != 144:
            subprocess.run([ROOT / "Scripts/photographs.sh", self.folder], check=True)
        return sorted(photos.glob("*.jpg"), key=lambda path: (-path.stat().st_size, path.name))

    def in_format(self, kind, count=12):
        """Returns some of the photographs, 2000 pixels wide, in another format."""
        folder = self.folder / kind
        sources = [path for path in self.photographs() if path.stem.endswith("-1")][:count]
        if len(list(folder.glob(f"*.{kind}"))) != len(sources):
            folder.mkdir(exist_ok=True)
            options = {"png": "[compression=6]", "webp": "[Q=85]", "avif": "[Q=70,effort=2]"}[kind]
            command = ["vipsthumbnail", *sources, "--size", "2000x2000", "-o", f"{folder}/%s.{kind}{options}"]
            subprocess.run(command, check=True)
        return sorted(folder.glob(f"*.{kind}"))

    def huge(self, name):
        """Returns a picture of just under 100 megapixels, the limit for sources. The name is a key of HUGE."""
        folder = self.folder / "huge"
        folder.mkdir(exist_ok=True)
        path = folder / name
        if not path.exists():
            size = ["11900", "--height", "8400", "--size", "force"]
            subprocess.run(["vips", "thumbnail", self.photographs()[0], f"{path}{HUGE[name]}", *size], check=True)
        return path

    def tiny(self, count=20_000):
        """Creates small JPEGs with different bytes, 100 per folder. Returns their number.

        The same 100 pictures of random colours repeat, and a comment in each file has its number.
        """
        folder = self.folder / "tiny"
        if not (folder / "complete").exists():
            shutil.rmtree(folder, ignore_errors=True)
            pictures = [self._random_picture(seed) for seed in range(100)]
            for number in range(count):
                below = folder / f"{number // 100:05d}"
                below.mkdir(parents=True, exist_ok=True)
                comment = b"\xff\xfe\x00\x0a" + b"%08d" % number
                picture = pictures[number % 100]
                (below / f"photo-{number:07d}.jpg").write_bytes(picture[:2] + comment + picture[2:])
            (folder / "complete").touch()
        return count

    def _random_picture(self, seed):
        """Returns a JPEG of 64 × 48 pixels: blocks of 8 × 8 pixels with random colours."""
        colors = random.Random(seed)
        blocks = [[colors.randbytes(3) for _ in range(8)] for _ in range(6)]
        rows = (b"".join(color * 8 for color in row) for row in blocks for _ in range(8))
        command = ["cjpeg", "-quality", "85"]
        return subprocess.run(command, input=b"P6 64 48 255\n" + b"".join(rows), capture_output=True, check=True).stdout

    def small(self, count=40):
        """Returns the names of copies of a JPEG of 8 × 8 pixels."""
        names = [f"small/{number}.jpg" for number in range(count)]
        (self.folder / "small").mkdir(exist_ok=True)
        for name in names:
            (self.folder / name).write_bytes(SMALL_PICTURE)
        return names

    def registry(self, name, only=None, source=None):
        """Copies a registry to the folder of the pictures. Each copy has its own cache folder.

        With `only`, the copy has only this generator. With `source`, the copy has only this source.
        """
        registry = json.loads((REGISTRIES / f"{name}.json").read_text())
        if only:
            registry["generators"] = {only: registry["generators"][only]}
            name += "-" + only.replace(":", "-")
        if source:
            registry["source_groups"]["photos"] = {"files": [str(source.relative_to(self.folder))]}
            name += "-" + source.name.replace(".", "-")
        registry["settings"] = {"MEDIA_ROOT": ".", "IMAGEKIT_CACHEFILE_DIR": f"cache-{name}"}
        path = self.folder / f"{name}.specs.json"
        path.write_text(json.dumps(registry))
        return path, self.folder / f"cache-{name}"

    def put_aside(self, folder):
        """Moves a folder away instead of deleting its files, because ext4 creates files up to 28 % more slowly for some
        seconds after deletions."""
        if folder.exists():
            self.spent.mkdir(exist_ok=True)
            folder.rename(self.spent / f"{folder.name}-{len(list(self.spent.iterdir()))}")

    def delete_spent(self):
        """Deletes the folders that were put aside. Call it after all measurements."""
        shutil.rmtree(self.spent, ignore_errors=True)

    def tree(self, imagekit, sources, generators):
        """Creates small sources with up-to-date cache files, 100 sources per folder.

        No image is rendered: the cache files are copies of a small JPEG with the names that imagekit computes. The
        first run of imagekit adopts these files. Returns the registry.
        """
        folder = self.folder / f"tree-{sources}-{generators}"
        registry = folder / "specs.json"
        self.make_tree(imagekit, folder, registry, sources, generators)
        # Only a run that makes an image records folder times, and it does not record times of the last two seconds. So
        # wait two seconds, and delete one image, which the first run makes again.
        time.sleep(2)
        next((folder / "CACHE/images/photos").rglob("*.jpg")).unlink()
        subprocess.run([imagekit, "generateimages", "-q", "-r", registry], check=True)
        return registry

    def another_cache(self, registry):
        """Returns a copy of a tree's registry with another cache folder, which is empty."""
        copy = registry.with_name("another-cache.specs.json")
        text = json.loads(registry.read_text())
        copy.write_text(json.dumps({**text, "settings": {"MEDIA_ROOT": ".", "IMAGEKIT_CACHEFILE_DIR": "another-cache"}}))
        cache = registry.parent / "another-cache"
        self.put_aside(cache)
        return copy, cache

    def touch_folders(self, registry):
        """Changes the times of the folders in a tree's cache, so that their recorded times are not valid any more."""
        for folder, _, _ in os.walk(registry.parent / "CACHE/images/photos"):
            os.utime(folder)

    def make_tree(self, imagekit, folder, registry, sources, generators):
        if (folder / "complete").exists():
            return
        shutil.rmtree(folder, ignore_errors=True)
        picture = SMALL_PICTURE
        for number in range(sources):
            below = folder / f"photos/{number // 100:05d}"
            if number % 100 == 0:
                below.mkdir(parents=True)
            (below / f"photo-{number:07d}.jpg").write_bytes(picture)
        registry.write_text((REGISTRIES / f"tree-{generators}.json").read_text())
        listing = [imagekit, "generateimages", "-r", registry, "--dry-run", "--log-format", "json"]
        with subprocess.Popen(listing, stdout=subprocess.PIPE, text=True) as dry_run:
            for line in dry_run.stdout:
                if name := json.loads(line).get("name"):
                    path = f"{folder}/{name}"
                    os.makedirs(os.path.dirname(path), exist_ok=True)
                    with open(path, "wb") as file:
                        file.write(picture)
        subprocess.run([imagekit, "generateimages", "-q", "-r", registry], check=True)
        (folder / "complete").touch()
