#!/usr/bin/env python3
"""Simulates batches over up to ten million sources in a fake storage, and compares them with the prediction of Docs/scale.md.

usage: Benchmarks/scale.py IMAGEKIT [--most 10000000] [--machines 4]

The fake storage lists its keys in pages of 1,000. Each machine reads all pages, takes the sources of its shard, and writes their
records to a state of its own. Then the states are merged, and one run over all sources finds no work. Nothing is decoded or
uploaded: images are counted. Times are CPU times. The states have the tables and rows of a state that IMAGEKIT writes here. A process simulates
each size, so that its memory can be measured. The prediction is the value of the smallest size, multiplied by the ratio of the
numbers of sources.
"""

import argparse
import hashlib
import json
import os
import pathlib
import resource
import shutil
import sqlite3
import struct
import subprocess
import sys
import tempfile
import time
import zlib

PAGE, BATCH, SMALLEST = 1000, 10_000, 100_000
REGISTRY = """{ "source_groups": { "photos": { "glob": ["**/*.png"] } },
  "generators": { "g": { "source": "photos", "processors": [{ "ResizeToFit": { "width": 9 } }], "format": "JPEG" } } }"""


def png(seed):
    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
    rows = b"".join(b"\0" + bytes([seed]) * 60 for _ in range(20))
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", 20, 20, 8, 2, 0, 0, 0))
            + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b""))


def template(imagekit, folder):
    """The statements and one row of each table of a state that imagekit writes for sources with names like those below."""
    for index in range(3):
        path = folder / name(index)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.with_suffix(".png").write_bytes(png(index))
    (folder / "specs.json").write_text(REGISTRY)
    subprocess.run([imagekit, "generateimages", "-q"], cwd=folder, check=True)
    database = sqlite3.connect(folder / "CACHE/images/.imagekit/state.sqlite3")
    statements = [row[0] for row in database.execute("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL")]
    rows = {table: database.execute(f"SELECT * FROM {table} ORDER BY 1 DESC").fetchone() for table in ["source", "cache_file"]}
    database.close()
    rows = {table: [value.hex() if isinstance(value, bytes) else value for value in row] for table, row in rows.items()}
    return {"statements": statements, "rows": rows}


def name(index):
    return f"photos/{index // 1000:05d}/{index:08d}.jpg"


class FakeStorage:
    """Keys in byte order, one page for each request."""

    def __init__(self, count):
        self.count, self.requests = count, 0

    def objects(self):
        for start in range(0, self.count, PAGE):
            self.requests += 1
            for index in range(start, min(start + PAGE, self.count)):
                yield name(index), index


def shard(source, count):
    return int.from_bytes(hashlib.sha256(source.encode()).digest()[:8], "big") % count


def opened(path, model):
    database = sqlite3.connect(path, isolation_level=None)
    database.execute("PRAGMA journal_mode = WAL")
    database.execute("PRAGMA synchronous = NORMAL")
    for statement in model["statements"]:
        database.execute(statement)
    return database


def simulate(count, machines, model, folder):
    digest = bytes.fromhex(model["rows"]["source"][5])
    image = [bytes.fromhex(v) if isinstance(v, str) and i in (4, 11) else v for i, v in enumerate(model["rows"]["cache_file"])]
    result = {"sources": count, "machines": machines, "list": 0, "put": 0, "new": 0.0}
    states = [folder / f"{machine}.sqlite3" for machine in range(machines)]
    databases = [opened(path, model) for path in states]
    rows = [([], []) for _ in states]
    writing = [0.0] * machines

    def flush(machine):
        (sources, images), database, start = rows[machine], databases[machine], time.process_time()
        database.execute("BEGIN")
        database.executemany("INSERT OR REPLACE INTO source (name, size, modified, changed, inode, digest) VALUES (?, ?, ?, ?, ?, ?)", sources)
        database.executemany(f"INSERT OR REPLACE INTO cache_file VALUES ({','.join('?' * len(image))})", images)
        database.execute("COMMIT")
        sources.clear()
        images.clear()
        writing[machine] += time.process_time() - start

    # One pass stands for the passes of all machines, which read the same pages at the same time.
    begin, storage = time.process_time(), FakeStorage(count)
    for source, index in storage.objects():
        machine = shard(source, machines)
        sources, images = rows[machine]
        tag = index.to_bytes(16, "little")
        sources.append((source, 2_000_000, 0, -(1 << 63), index * 0x9E3779B97F4A7C15 % (1 << 62), tag))
        images.append([source, f"CACHE/images/{source[:-4]}/{index:032x}.jpg", *image[2:4], tag, *image[5:]])
        if len(images) == BATCH:
            flush(machine)
    for machine, database in enumerate(databases):
        flush(machine)
        database.close()
    result["list"] = machines * storage.requests
    # The time of the slowest machine: it reads all pages and writes its own records.
    result["new"] = time.process_time() - begin - sum(writing) + max(writing)
    begin = time.process_time()
    database = sqlite3.connect(states[0], isolation_level=None)
    for path in states[1:]:
        database.execute("ATTACH ? AS other", (str(path),))
        database.execute("BEGIN")
        for table in ["cache_file", "source"]:
            database.execute(f"INSERT OR IGNORE INTO main.{table} SELECT * FROM other.{table}")
        database.execute("COMMIT")
        database.execute("DETACH other")
    result["merge"] = time.process_time() - begin
    begin, storage, missing = time.process_time(), FakeStorage(count), 0
    records = database.execute("SELECT s.name, s.digest, f.digest FROM source s JOIN cache_file f ON f.source = s.name ORDER BY s.name")
    for source, index in storage.objects():
        found = records.fetchone()
        missing += found is None or found[0] != source or found[1] != found[2]
    assert missing == 0 and records.fetchone() is None, f"{missing} images are missing"
    result["unchanged"] = time.process_time() - begin
    result["list_unchanged"] = storage.requests
    result["put"] = count
    database.close()
    result["state_bytes"] = os.path.getsize(states[0])
    result["memory"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    return result


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("imagekit", type=pathlib.Path)
    parser.add_argument("--most", type=int, default=10_000_000)
    parser.add_argument("--machines", type=int, default=4)
    parser.add_argument("--one", type=int, help=argparse.SUPPRESS)
    parser.add_argument("--model", help=argparse.SUPPRESS)
    options = parser.parse_args()
    folder = pathlib.Path(tempfile.mkdtemp(prefix="imagekit-scale-"))
    try:
        if options.one:
            print(json.dumps(simulate(options.one, options.machines, json.loads(options.model), folder)))
            return
        REGISTRY_MODEL = json.dumps(template(options.imagekit.resolve(), folder))
        results, size = [], SMALLEST
        while size <= options.most:
            command = [sys.executable, __file__, str(options.imagekit), "--one", str(size), "--machines",
                       str(options.machines), "--model", REGISTRY_MODEL]
            results.append(json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout))
            size *= 10
            print(results[-1], file=sys.stderr, flush=True)
        report(results)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def report(results):
    print("| sources | LIST | first run s (predicted) | merge s (predicted) | unchanged run s (predicted) | "
          "state MB (predicted) | memory MB |")
    print("|--:|--:|--:|--:|--:|--:|--:|")
    first = results[0]
    for result in results:
        factor = result["sources"] / first["sources"]
        cells = [f"{result['sources']:,}", f"{result['list'] + result['list_unchanged']:,}"]
        for key in ["new", "merge", "unchanged"]:
            cells.append(f"{result[key]:.1f} ({first[key] * factor:.1f})")
        cells.append(f"{result['state_bytes'] / 1e6:,.0f} ({first['state_bytes'] * factor / 1e6:,.0f})")
        cells.append(f"{result['memory'] / 1e6:.0f}")
        print("| " + " | ".join(cells) + " |")


main()
