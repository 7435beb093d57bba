"""Runs each peer with its fastest options to make the same pictures.

Each method returns a function without arguments that makes one run and returns its cost. A peer gets its files through
xargs. xargs starts as many processes as imagekit has workers, and gives an equal share of the files to each process.
"""

from pathlib import Path

from . import measure
from .tools import PYTHON, newer_libvips

PILKIT = Path(__file__).with_name("pilkit_resize.py")
VIPS_THUMBNAIL = Path(__file__).with_name("vips_thumbnail.py")
# Use one thread per process. There are as many processes as cores, so more threads would only slow each other down.
ONE_THREAD = {"VIPS_CONCURRENCY": "1", "OMP_NUM_THREADS": "1"}


class Size:
    """A size: the picture either fits into a square box, or fills the box and is cropped."""

    def __init__(self, side, crop=False):
        self.side = side
        self.crop = crop

    @property
    def name(self):
        return f"{self.side}{'c' if self.crop else ''}"


ONE_SIZE = [Size(300)]
FOUR_SIZES = [Size(1600), Size(800), Size(400), Size(150, crop=True)]
TWO_SIZES = [Size(800), Size(200)]


class Peers:
    def __init__(self, imagekit, corpora, jobs):
        self.imagekit = imagekit
        self.corpora = corpora
        self.jobs = jobs

    def imagekit_run(self, registry_name, jobs=None, patterns=(), only=None, source=None):
        """Returns a run of the whole batch with an empty cache folder.

        With `only`, the registry has only this generator. With `source`, the registry has only this source.
        """
        registry, cache = self.corpora.registry(registry_name, only, source)
        command = [self.imagekit, "generateimages", *patterns, "-q", "-r", registry, "-j", jobs or self.jobs]

        def run():
            self.corpora.put_aside(cache)
            return measure.run(command)

        return run

    def vipsthumbnail(self, files, sizes, options="jpg[Q=80,optimize_coding,strip]"):
        """Returns a run of vipsthumbnail, once for each size, because vipsthumbnail makes only one size at a time."""

        def run():
            costs = []
            for size in sizes:
                crop = ["--smartcrop", "centre"] if size.crop else []
                box = f"{size.side}x{size.side}" + ("" if size.crop else ">")
                output = self._output("vips", size, options.split("[")[0])
                command = ["vipsthumbnail", "--size", box, *crop, "-o", f"{output}/%s.{options}"]
                costs.append(self._shared(command, files))
            return _sum(costs)

        return run

    def newer_libvips(self, files, sizes):
        """Returns a run of a newer libvips, with the calls and options of vipsthumbnail.

        One process makes all sizes, so its start counts once. vipsthumbnail starts again for each size.
        """
        return self._script(VIPS_THUMBNAIL, "newer-vips", files, sizes, newer_libvips().path)

    def graphicsmagick(self, files, sizes):
        """Returns a run of `mogrify` with the option that shrinks during decoding."""

        def run():
            costs = []
            for size in sizes:
                box = f"{size.side}x{size.side}"
                resize = ["-resize", f"{box}^", "-gravity", "center", "-extent", box] if size.crop else ["-resize", f"{box}>"]
                hint = ["-size", f"{size.side * 2}x{size.side * 2}"]
                output = self._output("gm", size, "jpg")
                command = ["gm", "mogrify", "-output-directory", output, *hint, *resize, "-quality", "80", "+profile", "*"]
                # mogrify repeats the path of a file below its output folder, so pass only file names.
                costs.append(self._shared(command, files, folder=files[0].parent))
            return _sum(costs)

        return run

    def pilkit(self, files, sizes):
        """Returns a run of PILKit's processors with one decode per size, as in django-imagekit."""
        return self._script(PILKIT, "pilkit", files, sizes)

    def decoding(self, files, scale):
        """Returns the lower bound: djpeg at a scale, one file per process."""
        script = f'for f; do djpeg -scale {scale} -outfile /dev/null "$f"; done'
        return lambda: self._shared(["sh", "-c", script, "djpeg"], files)

    def decoding_and_encoding(self, files, sizes):
        """Returns a reference for several sizes: djpeg of the sources at full size, then cjpeg of the outputs.

        The sources are decoded at full size, because the largest output needs most of their pixels.
        """
        pictures = self._decoded_outputs(files, sizes)
        decode = self.decoding(files, "1/1")
        encode = 'for f; do cjpeg -quality 80 -optimize -outfile /dev/null "$f"; done'
        return lambda: _sum([decode(), self._shared(["sh", "-c", encode, "cjpeg"], pictures)])

    def _decoded_outputs(self, files, sizes):
        self.vipsthumbnail(files, sizes, "ppm")()
        pictures = []
        for size in sizes:
            pictures += sorted((self.corpora.folder / f"out-vips/{size.name}-ppm").glob("*.ppm"))
        return pictures

    def _script(self, script, peer, files, sizes, *arguments):
        """Returns a run of a Python script that makes all sizes."""
        names = ",".join(size.name for size in sizes)

        def run():
            folders = [self._output(peer, size, "jpg") for size in sizes]
            return self._shared([PYTHON, script, *arguments, names, folders[0].parent], files)

        return run

    def _output(self, peer, size, kind):
        """Returns an empty folder, because imagekit starts with an empty cache folder too."""
        folder = self.corpora.folder / f"out-{peer}/{size.name}-{kind}"
        self.corpora.put_aside(folder)
        folder.mkdir(parents=True)
        return folder

    def _shared(self, command, files, folder=None):
        """Runs a command over files in `jobs` parallel processes. Each process gets every n-th file."""
        shares = [files[first :: self.jobs] for first in range(self.jobs)]
        longest = max(len(share) for share in shares)
        listing = self.corpora.folder / "files.txt"
        # xargs splits the list into parts of equal length, so put the largest files first.
        ordered = [path for share in sorted(shares, key=len, reverse=True) for path in share]
        names = [path.name if folder else str(path) for path in ordered]
        listing.write_bytes(b"\0".join(name.encode() for name in names))
        xargs = ["xargs", "-0", "-a", listing, "-P", self.jobs, "-n", longest, "-s", "1000000"]
        return measure.run([*xargs, *command], environment=ONE_THREAD, folder=folder)


def _sum(costs):
    return measure.Cost(
        sum(cost.wall for cost in costs),
        sum(cost.cpu for cost in costs),
        max(cost.megabytes for cost in costs),
    )

