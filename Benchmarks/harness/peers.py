"""How each peer makes the same pictures, in the invocation that is fastest for it.

Each function returns a contestant: a function without arguments that makes one run and returns its cost. A peer gets
its files through xargs, which starts as many processes as imagekit has workers and gives each an equal share.
"""

from pathlib import Path

from . import measure
from .tools import PYTHON

SCRIPT = Path(__file__).with_name("pilkit_resize.py")
# One thread in each process: with as many processes as cores, more only get in each other's way.
ONE_THREAD = {"VIPS_CONCURRENCY": "1", "OMP_NUM_THREADS": "1"}


class Size:
    """A wanted size: fitted into a square box, or the box filled and what is over cut off."""

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

    def imagekit_run(self, registry_name, jobs=None, patterns=()):
        """The whole batch into an empty cache folder."""
        registry, cache = self.corpora.registry(registry_name)
        command = [self.imagekit, "generateimages", *patterns, "-q", "-r", registry, "-j", jobs or self.jobs]

        def contestant():
            self.corpora.put_aside(cache)
            return measure.run(command)

        return contestant

    def vipsthumbnail(self, files, sizes, options="jpg[Q=80,optimize_coding,strip]"):
        """vipsthumbnail makes one size a run, so it is run once a size."""

        def contestant():
            costs = []
            for size in sizes:
                crop = ["--smartcrop", "centre"] if size.crop else []
                box = f"{size.side}x{size.side}" + ("" if size.crop else ">")
                output = self._output("vips", size, options.split("[")[0])
                command = ["vipsthumbnail", "--size", box, *crop, "-o", f"{output}/%s.{options}"]
                costs.append(self._shared(command, files))
            return _sum(costs)

        return contestant

    def graphicsmagick(self, files, sizes):
        """`mogrify` with the hint that lets it shrink while it decodes."""

        def contestant():
            costs = []
            for size in sizes:
                box = f"{size.side}x{size.side}"
                resize = ["-resize", f"{box}^", "-gravity", "center", "-extent", box] if size.crop else ["-resize", f"{box}>"]
                hint = ["-size", f"{size.side * 2}x{size.side * 2}"]
                output = self._output("gm", size, "jpg")
                command = ["gm", "mogrify", "-output-directory", output, *hint, *resize, "-quality", "80", "+profile", "*"]
                # mogrify keeps the path that it is given below its output folder, so it is given none.
                costs.append(self._shared(command, files, folder=files[0].parent))
            return _sum(costs)

        return contestant

    def pilkit(self, files, sizes):
        """PILKit's processors, one decode a size: what django-imagekit does."""
        names = ",".join(size.name for size in sizes)
        for size in sizes:
            self._output("pilkit", size, "jpg")
        folder = self.corpora.folder / "out-pilkit"
        return lambda: self._shared([PYTHON, SCRIPT, names, folder], files)

    def decoding(self, files, scale):
        """The floor: djpeg at a scale, one file a process."""
        script = f'for f; do djpeg -scale {scale} -outfile /dev/null "$f"; done'
        return lambda: self._shared(["sh", "-c", script, "djpeg"], files)

    def decoding_and_encoding(self, files, sizes):
        """The floor of several sizes: djpeg of the sources at the scale that imagekit decodes at, cjpeg of the outputs.

        That scale is the smallest at which the picture is still twice the largest output, as its quality needs.
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

    def _output(self, peer, size, kind):
        folder = self.corpora.folder / f"out-{peer}/{size.name}-{kind}"
        folder.mkdir(parents=True, exist_ok=True)
        return folder

    def _shared(self, command, files, folder=None):
        """Runs a command over files in `jobs` processes side by side, each with every n-th file."""
        shares = [files[first :: self.jobs] for first in range(self.jobs)]
        longest = max(len(share) for share in shares)
        listing = self.corpora.folder / "files.txt"
        # xargs cuts the list into shares of equal length, so the longest come first.
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

