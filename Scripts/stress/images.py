"""Mutations of valid images, which can break a decoder."""
import copy
import json

from .site import REGISTRY, Tally, sample

# Every kind of file that the default allow_formats accepts. HEIC has the same container as AVIF, but contains HEVC.
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
    """Returns small sample pictures of every kind, and the kinds that this libvips cannot write."""
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
        offset = rng.randrange(min(len(data), rng.choice((64, 1024, len(data)))))
        kind = rng.randrange(3)
        if kind == 0:
            data[offset] ^= 1 << rng.randrange(8)
        elif kind == 1:
            data[offset] = rng.choice((0, 0x7F, 0x80, 0xFF))
        else:
            data[offset:offset + rng.randrange(1, 64)] = b""
        if len(data) < 64:
            break
    return bytes(data)


def mutations(trial):
    """Each source must be made or reported, no temporary file may remain, and the run must exit with 0 or 1."""
    tally, codes = Tally(), {}
    corpus, missing = seeds(trial)
    count = trial.scaled(10_000)
    while tally.done < count:
        part = min(250, count - tally.done)
        pictures = {f"{index}.img": mutated(trial.rng.choice(corpus), trial.rng) for index in range(part)}
        with trial.site(pictures) as site:
            code, output, errors = site.run("--timeout", "20")
            events = [json.loads(line) for line in output.splitlines()]
            reported = {event["source"].removeprefix("photos/") for event in events if event["event"] == "image"}
            unreported = set(pictures) - reported
            whole = {event["name"] for event in events if event.get("status") == "generated"}
            there = {"CACHE/images/" + name for name, _ in site.files()}
            for event in events:
                if event.get("status") == "failed":
                    key = event["error"]["code"]
                    codes[key] = codes.get(key, 0) + 1
            ended = code not in (0, 1) and f"exit code {code}: {errors}"
            tally.add(run=ended, left=site.leftovers(), not_as_reported=whole ^ there)
            tally.done += part - 1
            if unreported:
                tally.wrong.append(f"not reported: {sorted(unreported)}")
    refused = ", ".join(f"{name} {count}" for name, count in sorted(codes.items()))
    tally.remark = f"refused: {refused}" + (f"; not written by this libvips: {', '.join(sorted(missing))}" if missing else "")
    return tally
