"""A site to run imagekit in, and code that all checks share."""
import hashlib
import json
import os
import random
import shutil
import subprocess
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
REGISTRY = {
    "settings": {"MEDIA_ROOT": "media"},
    "source_groups": {"photos": {"glob": "photos/**/*.*"}},
    "generators": {
        "app:small": {"source": "photos", "processors": [{"ResizeToFill": [60, 40]}], "format": "JPEG"},
        "app:large": {"source": "photos", "processors": [{"ResizeToFit": [300, 300]}], "format": "PNG"},
    },
}


class Site:
    """A folder with a registry and pictures. The end of a `with` block removes the folder."""

    def __init__(self, imagekit, pictures, registry=REGISTRY):
        self.imagekit = imagekit
        self.path = Path(tempfile.mkdtemp(prefix="imagekit-stress-"))
        (self.path / "media/photos").mkdir(parents=True)
        (self.path / "specs.json").write_text(json.dumps(registry))
        self.cache = self.path / "media/CACHE/images"
        self.write(pictures)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        shutil.rmtree(self.path, ignore_errors=True)

    def write(self, pictures):
        for name, data in pictures.items():
            (self.path / "media/photos" / name).write_bytes(data)

    def start(self, *options, environment={}, limits=None, streams=(subprocess.PIPE, subprocess.PIPE)):
        return subprocess.Popen(
            [self.imagekit, "generateimages", "--log-format", "json", *options], cwd=self.path, text=True,
            stdout=streams[0], stderr=streams[1], start_new_session=True,
            env=dict(os.environ, **environment), preexec_fn=limits,
        )

    def run(self, *options, environment={}):
        process = self.start(*options, environment=environment)
        output, errors = process.communicate()
        return process.returncode, output, errors

    def events(self, *options):
        return [json.loads(line) for line in self.run(*options)[1].splitlines()]

    def tree(self):
        """Returns the digests of all cache files."""
        return {name: hashlib.sha256(path.read_bytes()).hexdigest() for name, path in self.files()}

    def stamps(self):
        """Returns the inodes, sizes, and times of all cache files. A write to a file changes them."""
        states = {name: path.stat() for name, path in self.files()}
        return {name: (state.st_ino, state.st_size, state.st_mtime_ns) for name, state in states.items()}

    def files(self):
        for path in sorted(self.cache.rglob("*")):
            name = path.relative_to(self.cache)
            if name.parts[0] != ".imagekit" and path.is_file():
                yield str(name), path

    def leftovers(self):
        folder = self.cache / ".imagekit/tmp"
        return list(folder.iterdir()) if folder.exists() else []


@dataclass
class Trial:
    """The arguments of a check."""

    imagekit: str
    percent: float
    clean: dict = None
    """Digests of the sample's cache files after an undisturbed run."""
    seconds: float = 0
    """The duration of an undisturbed run."""
    rng: random.Random = field(default_factory=lambda: random.Random(20))

    def scaled(self, whole):
        return max(1, round(whole * self.percent / 100))

    def site(self, pictures=None, registry=REGISTRY):
        return Site(self.imagekit, sample() if pictures is None else pictures, registry)

    def broken(self, site, clean=None):
        """Returns the names of cache files that differ from the files of an undisturbed run."""
        clean = self.clean if clean is None else clean
        return [name for name, digest in site.tree().items() if clean.get(name) != digest]


class Tally:
    """Counts the cases and describes the bad cases."""

    def __init__(self):
        self.done, self.wrong, self.remark = 0, [], ""

    def add(self, case="", /, **problems):
        """Adds a case. The case is bad if any of the problems is true."""
        self.done += 1
        found = [f"{name.replace('_', ' ')}: {value!r}"[:300] for name, value in problems.items() if value]
        if found:
            self.wrong.append((f"{case}: " if case else "") + "; ".join(found))


def sample():
    return {path.name: path.read_bytes() for path in sorted((ROOT / "media/photos").glob("*.*"))[:12]}


def clean_tree(imagekit, pictures):
    with Site(imagekit, pictures) as site:
        started = time.monotonic()
        code, _, errors = site.run()
        assert code == 0, errors
        return site.tree(), time.monotonic() - started
