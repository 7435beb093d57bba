"""Images that somebody has made to break a decoder: mutations of good ones."""
import copy
import json

from .site import REGISTRY, Tally, sample

# Each kind of file that the default allow_formats reads; HEIC is AVIF's container with HEVC in it.
KINDS = {
    "JPEG": ({}, False),
    "JPEG-progressive": ({"progressive": True}, False),
    "PNG": ({}, False),
    "PNG-interlaced": ({"vips": {"interlace": True}}, False),
    "PNG-palette": ({"vips": {"palette": True}}, False),
    "GIF": ({}, False),
    "WEBP": ({}, False),
    "WEBP-lossless": ({"lossless": True}, False),
    "TIFF": ({}, False),
    "TIFF-lzw": ({"compression": "tiff_lzw"}, False),
    "TIFF-jpeg": ({"compression": "tiff_jpeg"}, False),
    "BMP": ({}, False),
    "AVIF": ({}, False),
    "AVIF-as-HEIC": ({"vips": {"compression": "hevc"}}, True),
}


def seeds(trial):
    """The sample's pictures small, in every kind; and the kinds that this libvips cannot write."""
    registry = copy.deepcopy(REGISTRY)
    registry["generators"] = {
        f"app:{kind}": {
            "source": "photos", "processors": [{"ResizeToFit": [80, 80]}], "format": kind.split("-")[0], "options": options,
        }
        for kind, (options, _) in KINDS.items()
    }
    with trial.site(dict(list(sample().items())[:2]), registry) as site:
        events = [event for event in site.events() if event["event"] == "image"]
        missing = {event["generator"].removeprefix("app:") for event in events if event["status"] != "generated"}
        return [path.read_bytes() for _, path in site.files()], missing


def mutated(data, rng):
    data = bytearray(data)
    for _ in range(rng.choice((1, 2, 8, 64))):
        place = rng.randrange(min(len(data), rng.choice((64, 1024, len(data)))))
        kind = rng.randrange(3)
        if kind == 0:
            data[place] ^= 1 << rng.randrange(8)
        elif kind == 1:
            data[place] = rng.choice((0, 0x7F, 0x80, 0xFF))
        else:
            data[place:place + rng.randrange(1, 64)] = b""
        if len(data) < 64:
            break
    return bytes(data)


def mutations(trial):
    """Each file is made or named, nothing is left behind, and the run ends by itself with 0 or 1."""
    tally, codes = Tally(), {}
    corpus, missing = seeds(trial)
    count = trial.scaled(10_000)
    while tally.done < count:
        part = min(250, count - tally.done)
        pictures = {f"{place}.img": mutated(trial.rng.choice(corpus), trial.rng) for place in range(part)}
        with trial.site(pictures) as site:
            code, output, errors = site.run("--timeout", "20")
            events = [json.loads(line) for line in output.splitlines()]
            told = {event["source"].removeprefix("photos/") for event in events if event["event"] == "image"}
            untold = set(pictures) - told
            whole = {event["name"] for event in events if event.get("status") == "generated"}
            there = {"CACHE/images/" + name for name, _ in site.files()}
            for event in events:
                if event.get("status") == "failed":
                    key = event["error"]["code"]
                    codes[key] = codes.get(key, 0) + 1
            ended = code not in (0, 1) and f"exit code {code}: {errors}"
            tally.add(run=ended, left=site.leftovers(), not_as_told=whole ^ there)
            tally.done += part - 1
            if untold:
                tally.wrong.append(f"not told of: {sorted(untold)}")
    refused = ", ".join(f"{name} {count}" for name, count in sorted(codes.items()))
    tally.remark = f"refused: {refused}" + (f"; not written by this libvips: {', '.join(sorted(missing))}" if missing else "")
    return tally
