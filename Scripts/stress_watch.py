#!/usr/bin/env python3
"""Tests `imagekit watch` under load and prints the results.

A folder receives 1,000 pictures in 5 seconds. Some are written slowly, some are renamed into the folder, and some are
in new folders. Then the watch is paused until the kernel's event queue overflows. Every image must be made exactly
once, and no image may be made before its source is complete.

    Scripts/stress_watch.py .build/release/imagekit
"""

import json
import os
import random
import resource
import signal
import struct
import subprocess
import sys
import tempfile
import threading
import time
import zlib

COUNT, SECONDS = 1000, 5
REGISTRY = {
    "settings": {"MEDIA_ROOT": "media", "IMAGEKIT_DEFAULT_CACHEFILE_STRATEGY": "Optimistic"},
    "source_groups": {"photos": {"glob": ["photos/**/*.png"]}},
    "generators": {"app:small": {"source": "photos", "processors": [{"ResizeToFill": [60, 40]}], "format": "JPEG"}},
}


def picture(seed, width=240, height=160):
    """Returns a PNG of noise of about 115 kB. Noise does not compress."""
    pixels = random.Random(seed)
    rows = b"".join(b"\0" + pixels.randbytes(width * 3) for _ in range(height))

    def chunk(kind, data):
        body = kind + data
        return struct.pack(">I", len(data)) + body + struct.pack(">I", zlib.crc32(body))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows, 1)) + chunk(b"IEND", b"")


class Watch:
    """A running watch, with the time of each of its events."""

    def __init__(self, imagekit, site, *options):
        self.process = subprocess.Popen(
            [imagekit, "watch", "--log-format", "json", *options], cwd=site, stdout=subprocess.PIPE, text=True
        )
        self.images = []
        self.started = threading.Event()
        self.reader = threading.Thread(target=self.read, daemon=True)
        self.reader.start()
        if not self.started.wait(30):
            sys.exit("the watch did not start")

    def read(self):
        for line in self.process.stdout:
            event = json.loads(line)
            if event["event"] == "watching":
                self.started.set()
            elif event["event"] == "image":
                self.images.append((time.monotonic(), event))

    def wait(self, count, seconds):
        end = time.monotonic() + seconds
        while len(self.images) < count and time.monotonic() < end:
            time.sleep(0.05)

    def status(self, key):
        with open(f"/proc/{self.process.pid}/status") as file:
            return next(line.split()[1] for line in file if line.startswith(key))

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        code = self.process.wait(10)
        self.reader.join(10)
        return code


def upload(site, pictures):
    """Writes the pictures. Returns, by name, the time when each picture was complete."""
    photos = os.path.join(site, "media", "photos")
    whole = {}
    threads = []
    start = time.monotonic()

    def slowly(path, data):
        with open(path, "wb", buffering=0) as file:
            for part in range(8):
                file.write(data[part * len(data) // 8 : (part + 1) * len(data) // 8])
                time.sleep(0.08)
            whole[os.path.relpath(path, os.path.join(site, "media"))] = time.monotonic()

    for index, data in enumerate(pictures):
        if index % 3 == 0:
            thread = threading.Thread(target=slowly, args=(os.path.join(photos, f"slow-{index}.png"), data))
            thread.start()
            threads.append(thread)
        elif index % 3 == 1:
            elsewhere = os.path.join(site, f"{index}.part")
            with open(elsewhere, "wb") as file:
                file.write(data)
            whole[f"photos/renamed-{index}.png"] = time.monotonic()
            os.rename(elsewhere, os.path.join(photos, f"renamed-{index}.png"))
        else:
            name = f"photos/new-{index // 30}/{index}/x.png"
            path = os.path.join(site, "media", name)
            os.makedirs(os.path.dirname(path))
            with open(path, "wb") as file:
                file.write(data[:5000])
                file.flush()
                file.write(data[5000:])
                whole[name] = time.monotonic()
        time.sleep(max(0, start + (index + 1) * (SECONDS - 0.7) / len(pictures) - time.monotonic()))
    for thread in threads:
        thread.join()
    return whole, time.monotonic() - start


def check(condition, words):
    print(("ok    " if condition else "WRONG ") + words)
    return condition


def main(imagekit):
    good = True
    with tempfile.TemporaryDirectory() as site:
        photos = os.path.join(site, "media", "photos")
        os.makedirs(photos)
        with open(os.path.join(site, "specs.json"), "w") as file:
            json.dump(REGISTRY, file)
        pictures = [picture(seed) for seed in range(COUNT)]
        watch = Watch(imagekit, site)
        whole, seconds = upload(site, pictures)
        end = time.monotonic()
        watch.wait(COUNT, 300)
        last = max((at for at, _ in watch.images), default=end)
        time.sleep(3)
        made = [event["source"] for _, event in watch.images if event["status"] == "generated"]
        early = [event["source"] for at, event in watch.images if at < whole[event["source"]]]
        print(f"{COUNT} pictures arrived in {seconds:.1f} s; the last image was made {last - end:.1f} s after the last picture")
        good &= check(sorted(made) == sorted(whole), f"{len(set(made))} sources were processed, {len(made)} images in total")
        good &= check(len(watch.images) == COUNT, f"{len(watch.images) - len(made)} images failed")
        good &= check(not early, f"{len(early)} images were made from incomplete sources")

        # The kernel's queue has room for 16,384 events. The loop causes more events.
        watch.images.clear()
        watch.process.send_signal(signal.SIGSTOP)
        for _ in range(9000):
            path = os.path.join(photos, "noise.txt")
            open(path, "w").close()
            os.remove(path)
        for index in range(50):
            os.makedirs(os.path.join(photos, f"missed-{index}"))
            with open(os.path.join(photos, f"missed-{index}", "x.png"), "wb") as file:
                file.write(picture(COUNT + index))
        watch.process.send_signal(signal.SIGCONT)
        watch.wait(50, 60)
        time.sleep(3)
        good &= check(len(watch.images) == 50, f"{len(watch.images)} of 50 images were made after the queue overflowed")

        memory = int(watch.status("VmHWM")) // 1024
        good &= check(watch.stop() == 143, "SIGTERM ends it with 143")
        left = os.listdir(os.path.join(site, "media/CACHE/images/.imagekit/tmp"))
        good &= check(not left, f"{len(left)} files are left in tmp")
        fresh = subprocess.run([imagekit, "generateimages", "--check", "-q"], cwd=site).returncode == 0
        good &= check(fresh, "every image is up to date")
        files = sum(len(names) for folder, _, names in os.walk(os.path.join(site, "media/CACHE")) if ".imagekit" not in folder)
        good &= check(files == COUNT + 50, f"{files} cache files for {COUNT + 50} sources")
        workers = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
        print(f"the watch used at most {memory} MB, a worker {workers} MB")
    sys.exit(0 if good else 1)


if __name__ == "__main__":
    main(os.path.abspath(sys.argv[1]))
