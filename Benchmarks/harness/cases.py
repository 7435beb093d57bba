"""The measurements. Each case returns a `Result`."""

import json
import shutil
import statistics

from . import measure, similarity, tools
from .django_site import DjangoSite
from .peers import FOUR_SIZES, ONE_SIZE, TWO_SIZES, Size
from .results import Result, Row, Target


class Cases:
    def __init__(self, imagekit, single_library, corpora, peers, rounds, log):
        self.imagekit = imagekit
        self.single_library = single_library
        self.corpora = corpora
        self.peers = peers
        self.rounds = rounds
        self.log = log

    def alternate(self, programs):
        return measure.alternate(programs, self.rounds, self.log)

    def one_size(self):
        files = self.corpora.photographs()
        costs = self.alternate(
            {
                "imagekit": self.peers.imagekit_run("one-size"),
                "vipsthumbnail": self.peers.vipsthumbnail(files, ONE_SIZE),
                "GraphicsMagick": self.peers.graphicsmagick(files, ONE_SIZE),
                "PILKit": self.peers.pilkit(files, ONE_SIZE),
                "djpeg -scale 1/8 (only decoding)": self.peers.decoding(files, "1/8"),
            }
        )
        result = Result()
        result.take("one size, 144 photographs → 300 px", costs)
        faster = measure.ratio(costs, "vipsthumbnail", "imagekit")
        result.targets.append(Target("one size, against vipsthumbnail", faster, at_least=2.3, unit="×"))
        return result

    def one_of_five(self):
        """Measures one size while the registry has four others, which are not made."""
        files = self.corpora.photographs()
        costs = self.alternate(
            {
                "imagekit": self.peers.imagekit_run("five-sizes", patterns=["bench:one"]),
                "vipsthumbnail": self.peers.vipsthumbnail(files, ONE_SIZE),
            }
        )
        result = Result()
        result.take("one of five sizes, 144 photographs → 300 px", costs)
        faster = measure.ratio(costs, "vipsthumbnail", "imagekit")
        result.targets.append(Target("one of five sizes, against vipsthumbnail", faster, at_least=2.3, unit="×"))
        return result

    def four_sizes(self):
        files = self.corpora.photographs()
        floor = "djpeg, then cjpeg of the outputs"
        newer = f"libvips {tools.newer_libvips().version}"
        costs = self.alternate(
            {
                "imagekit": self.peers.imagekit_run("four-sizes"),
                "vipsthumbnail": self.peers.vipsthumbnail(files, FOUR_SIZES),
                newer: self.peers.newer_libvips(files, FOUR_SIZES),
                "GraphicsMagick": self.peers.graphicsmagick(files, FOUR_SIZES),
                "PILKit": self.peers.pilkit(files, FOUR_SIZES),
                floor: self.peers.decoding_and_encoding(files, FOUR_SIZES),
            }
        )
        result = Result()
        result.take("four sizes, 144 photographs → 1600, 800, 400 px and a 150 px crop", costs)
        for peer, limit in ("vipsthumbnail", 5), (newer, 4), ("PILKit", 6):
            faster = measure.ratio(costs, peer, "imagekit")
            result.targets.append(Target(f"four sizes, against {peer}", faster, at_least=limit, unit="×"))
        share = measure.ratio(costs, "imagekit", floor, "cpu")
        text = "four sizes, CPU time against djpeg and cjpeg"
        result.targets.append(Target(text, share, at_most=0.75, unit="×"))
        return result

    def django(self, count=48):
        """Compares `manage.py generateimages` of a Django site with imagekit and the registry that it imports."""
        files = [path for path in self.corpora.photographs() if path.stem.endswith("-1")][:count]
        site = DjangoSite(self.imagekit, self.corpora, files)
        own, ours = site.own(), site.ours(self.peers.jobs)
        own()
        theirs = site.images()
        ours()
        if site.images() != theirs or len(theirs) != 4 * count:
            raise measure.Failed(f"imagekit and the site do not make the same {4 * count} images")
        costs = self.alternate({"imagekit": ours, "manage.py generateimages": own})
        result = Result()
        result.take(f"a Django site, {count} photographs → four specs", costs)
        faster = measure.ratio(costs, "manage.py generateimages", "imagekit")
        result.targets.append(Target("a Django site, against its own generateimages", faster, at_least=10, unit="×"))
        return result

    def formats(self):
        result = Result()
        savers = {"png": "png[compression=6,filter=all,strip]", "webp": "webp[Q=80,strip]", "avif": "avif[Q=60,effort=3,strip]"}
        for kind, saver in savers.items():
            files = self.corpora.in_format(kind)
            costs = self.alternate(
                {
                    "imagekit": self.peers.imagekit_run(kind),
                    "vipsthumbnail": self.peers.vipsthumbnail(files, TWO_SIZES, saver),
                }
            )
            result.take(f"{kind.upper()} → {kind.upper()}, 12 pictures of 2000 px → 800 and 200 px", costs)
            faster = measure.ratio(costs, "vipsthumbnail", "imagekit")
            result.targets.append(Target(f"{kind.upper()}, against vipsthumbnail", faster, at_least=1, unit="×"))
        return result

    def growth(self):
        """Measures how the time grows with the number of sizes and of workers."""
        result = Result(series={"sizes": [], "cores": []})
        ids = ["bench:large", "bench:medium", "bench:small", "bench:thumb"]
        runs = {count: self.peers.imagekit_run("four-sizes", patterns=ids[:count]) for count in range(1, 5)}
        for count, costs in self.alternate(runs).items():
            result.series["sizes"].append((count, measure.median(costs).wall))
        counts = sorted({1, 2, self.peers.jobs} | {count for count in (4, 8, 16) if count < self.peers.jobs})
        runs = {count: self.peers.imagekit_run("four-sizes", jobs=count) for count in counts if count <= self.peers.jobs}
        for count, costs in self.alternate(runs).items():
            result.series["cores"].append((count, measure.median(costs).wall))
        return result

    def nothing_to_do(self):
        result = Result(series={"sources": []})
        sizes = [(20_000, 4), (100_000, 4), (10_000, 1), (100_000, 1), (1_000_000, 1)]
        for sources, generators in sizes:
            needed = sources * (generators + 1) * 4096 * 2
            if shutil.disk_usage(self.corpora.folder).free < needed:
                self.log(f"  {sources} × {generators}: skipped, it needs {needed >> 30} GB of disk space")
                continue
            registry = self.corpora.tree(self.imagekit, sources, generators)
            trees = [registry.parent / "photos", registry.parent / "CACHE"]
            generate = [self.imagekit, "generateimages", "-q", "-r", registry]
            costs = self.alternate(
                {
                    "imagekit": lambda: measure.run(generate),
                    "find -printf": lambda: measure.run(["find", *trees, "-printf", "%p %s %T@\n"]),
                }
            )
            self.corpora.touch_folders(registry)
            costs |= self.alternate({"imagekit, checking each image": lambda: measure.run(generate)})
            result.take(f"nothing to do, {sources:,} sources × {generators}", costs)
            own = measure.median(costs["imagekit"])
            if generators == 1:
                result.series["sources"].append((sources, own.wall))
                seconds = statistics.median(self._first_image(registry) for _ in range(self.rounds))
                self.log(f"  first image of {sources:,} sources: {seconds:.2f} s")
                text = f"time to the first image, {sources:,} sources"
                result.targets.append(Target(text, seconds, at_most=0.5, unit=" s"))
            elif sources == 20_000:
                share = measure.ratio(costs, "imagekit", "find -printf")
                result.targets.append(Target("nothing to do, 20,000 × 4, against find", share, at_most=1, unit="×"))
            else:
                result.targets.append(Target("nothing to do, 100,000 × 4", own.wall, at_most=1, unit=" s"))
                result.targets.append(Target("nothing to do, 100,000 × 4, memory", own.megabytes, at_most=150, unit=" MB"))
        return result

    def _first_image(self, registry):
        """Returns the seconds until a run over a tree without images has made the first image."""
        copy, cache = self.corpora.another_cache(registry)
        return measure.first_file([self.imagekit, "generateimages", "-q", "-r", copy, "-j", self.peers.jobs], cache)

    def tiny_images(self):
        """Measures a run over small sources, in which everything except decoding and encoding costs the most."""
        sources = self.corpora.tiny()
        registry, cache = self.corpora.registry("tiny")
        command = [self.imagekit, "generateimages", "-q", "-r", registry, "-j", self.peers.jobs]
        firsts = []

        def run():
            self.corpora.put_aside(cache)
            cost, first = measure.run_with_first_file(command, cache)
            firsts.append(first)
            return cost

        costs = self.alternate({"imagekit": run})
        result = Result()
        result.take(f"tiny images, {sources:,} sources of 64 × 48 px → four sizes", costs)
        wall, first = measure.median(costs["imagekit"]).wall, statistics.median(firsts)
        result.targets.append(Target(f"{sources * 4:,} tiny images", wall, at_most=35, unit=" s"))
        result.targets.append(Target(f"{sources * 4:,} tiny images, time to the first image", first, at_most=0.5, unit=" s"))
        return result

    def cold_call(self):
        """Measures `imagekit thumbnail` in a new process, for an image that does not exist, once for each photograph.

        The cache folder exists already. The targets are for a size that fits the photograph into a box. To crop a
        photograph, imagekit searches for the best part of it, which costs more than the start. The CPU time of a
        worker's start is measured with sources of 8 × 8 pixels, so it includes the work of one tiny job.
        """
        names = [f"photos/{path.name}" for path in self.corpora.photographs() if path.stem.endswith("-1")]
        builds = {"imagekit": (self.imagekit, 80, "")}
        if self.single_library:
            builds["imagekit, single-library build"] = (self.single_library, 60, ", single-library build")
        result = Result()
        for program, (imagekit, limit, suffix) in builds.items():
            costs = {size: measure.median(self._thumbnails(imagekit, size, names)) for size in ("300x", "300x300")}
            for size, cost in costs.items():
                result.rows.append(Row("cold call", f"{program} thumbnail {size}, median of {len(names)} photographs", cost))
            text = f"cold call, imagekit thumbnail 300x{suffix}"
            result.targets.append(Target(text, costs["300x"].wall * 1000, at_most=limit, unit=" ms"))
        environment, seconds = tools.timed_worker(self.imagekit, self.corpora.folder)
        self._thumbnails(self.imagekit, "4x", self.corpora.small(), environment)
        cpu = statistics.median(map(float, seconds.read_text().split())) * 1000
        result.targets.append(Target("worker start and one job of 8 × 8 px, CPU time", cpu, at_most=25, unit=" ms"))
        return result

    def _thumbnails(self, imagekit, size, sources, environment=None):
        """Makes a thumbnail of each source, and returns the costs. First creates the cache folder with another call."""
        registry, cache = self.corpora.registry("cold")
        self.corpora.put_aside(cache)
        command = [imagekit, "thumbnail", size, "-r", registry]
        measure.run([*command, sources[0]], environment=environment)
        return [measure.run([*command, "--force", source], environment=environment) for source in sources]

    def start(self):
        """Measures start times. Start times are short, so the result is the median of many runs."""
        registry, _ = self.corpora.registry("one-size")
        measure.run([self.imagekit, "generateimages", "-q", "-r", registry])
        source = "photos/" + self.corpora.photographs()[0].name
        single = [self.imagekit, "generateimage", "bench:thumbnail", "-r", registry, "--source", source]
        commands = {"--version": [self.imagekit, "--version"], "generateimage": single}
        limits = {"--version": 0.015, "generateimage": 0.025}
        texts = {"--version": "start, imagekit --version", "generateimage": "generateimage of a fresh file"}
        result = Result()
        for name, command in commands.items():
            try:
                cost = measure.median([measure.run(command) for _ in range(40)])
            except measure.Failed as failure:
                self.log(f"  skipped: {failure}")
                continue
            result.rows.append(Row("start", f"imagekit {name}", cost))
            result.targets.append(Target(texts[name], cost.wall * 1000, at_most=limits[name] * 1000, unit=" ms"))
        return result

    def memory(self):
        """Measures the peak memory of one worker with the four sizes."""
        self.corpora.photographs()
        sources = {
            "the most expensive photograph": (None, 400),
            "a 100-megapixel PNG": ("huge.png", 600),
            "a 100-megapixel baseline JPEG": ("huge.jpg", 150),
            "a 100-megapixel progressive JPEG": ("huge-progressive.jpg", 600),
        }
        result = Result()
        for text, (name, limit) in sources.items():
            cost = self.peers.imagekit_run("four-sizes", jobs=1, source=name and self.corpora.huge(name))()
            result.rows.append(Row("memory, four sizes", text, cost))
            result.targets.append(Target(f"memory of a worker, {text}", cost.megabytes, at_most=limit, unit=" MB"))
        return result

    def quality(self):
        """Measures the mean SSIM of lossless outputs, compared with a one-step Lanczos reduction of the full image.

        Each size is made in a registry with all sizes, and in a registry of its own.
        """
        files = [path for path in self.corpora.photographs() if path.stem.endswith("-1")]
        sides = [1600, 800, 400, 300, 150]
        self.peers.vipsthumbnail(files, [Size(side) for side in sides], "png[compression=1,strip]")()
        together = self._lossless(files)
        pictures = {}
        for side in sides:
            generator = f"bench:w{side}"
            pictures[side, ""] = together[generator]
            pictures[side, ", without other sizes"] = self._lossless(files, generator)[generator]
            folder = self.corpora.folder / f"out-vips/{side}-png"
            pictures[side, "vipsthumbnail"] = [folder / f"{path.stem}.png" for path in files]
        means = dict(zip(pictures, similarity.means(files, pictures.values(), self.peers.jobs)))
        result = Result()
        for side in sides:
            for text in "", ", without other sizes":
                own, peer = means[side, text], means[side, "vipsthumbnail"]
                self.log(f"  {side} px{text}: imagekit {own:.4f}, vipsthumbnail {peer:.4f}")
                result.targets.append(Target(f"SSIM at {side} px{text}", own, at_least=0.997))
                below = f"SSIM at {side} px{text}, vipsthumbnail minus imagekit"
                result.targets.append(Target(below, peer - own, at_most=0.001))
        return result

    def _lossless(self, files, only=None):
        """Makes the pictures of the registry `quality`. Returns their paths, in the order of the files, by generator."""
        self.peers.imagekit_run("quality", only=only)()
        registry, _ = self.corpora.registry("quality", only)
        manifest = self.corpora.folder / "quality.manifest.json"
        measure.run([self.imagekit, "generateimages", "-q", "-r", registry, "--manifest", manifest])
        images = json.loads(manifest.read_text())["images"]
        names = {(image["generator"], image["source"]): image["name"] for image in images}
        sources = [f"photos/{path.name}" for path in files]
        return {
            generator: [self.corpora.folder / names[generator, source] for source in sources]
            for generator in {image["generator"] for image in images}
        }
