#!/usr/bin/env python3
"""A small S3 server for tests. It checks the signature of every request, and injects faults.

It prints its port, serves until its standard input ends, and logs each request as one line of JSON. Its code for
signatures follows AWS's description and shares nothing with the code under test. It needs only Python.

usage: fault_server.py ROOT LOG [--bucket NAME] [--skew SECONDS] [--descending] [--fault METHOD:KIND:COUNT]...

With --descending, listings are in descending order.

The method OBJECT is a GET of an object. All other GETs are listings. An object is a file, ROOT/BUCKET/KEY.

A fault applies to the first COUNT requests with the method. KIND is an HTTP status. It can also be one of these words:

- cut: close the connection without a response.
- late-cut: carry out the request, and then close the connection without a response.
- half: send half of the response.
- damage: change the first byte of the response.
- large: send 32 MB.
- hang: send no response until the client closes the connection.
"""

import argparse
import hashlib
import hmac
import json
import os
import socket
import sys
import threading
import time
import urllib.parse
from base64 import b64encode
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from xml.sax.saxutils import escape

KEY, SECRET, REGION = "AKIDEXAMPLE", "hidden/secret+key", "eu-central-1"
CODES = {
    400: "RequestTimeout", 403: "AccessDenied", 404: "NoSuchBucket", 412: "PreconditionFailed", 500: "InternalError",
    501: "NotImplemented", 503: "SlowDown",
}


class Refusal(Exception):
    def __init__(self, status, code, text):
        super().__init__(text)
        self.status, self.code, self.text = status, code, text


def quoted(text):
    return urllib.parse.quote(text, safe="-._~")


def digest(key, text):
    return hmac.new(key, text.encode(), hashlib.sha256).digest()


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    # Signature

    def check_signature(self, body):
        words = self.headers.get("Authorization", "").split(" ", 1)
        if len(words) != 2 or words[0] != "AWS4-HMAC-SHA256":
            raise Refusal(403, "AccessDenied", "the request has no signature")
        parts = dict(part.strip().split("=", 1) for part in words[1].split(","))
        key, date, region, service, end = parts["Credential"].split("/")
        if key != KEY:
            raise Refusal(403, "InvalidAccessKeyId", "The AWS Access Key Id you provided does not exist.")
        if (region, service, end) != (REGION, "s3", "aws4_request"):
            raise Refusal(400, "AuthorizationHeaderMalformed", f"the region is {REGION}")
        stamp = self.headers["x-amz-date"]
        if self.is_skewed() or not stamp.startswith(date):
            raise Refusal(403, "RequestTimeTooSkewed", "The difference between the times is too large.")
        hashed = self.headers["x-amz-content-sha256"]
        if hashed != hashlib.sha256(body).hexdigest():
            raise Refusal(400, "XAmzContentSHA256Mismatch", "the content has another SHA-256")
        signed = parts["SignedHeaders"].split(";")
        if missing := {"host", "x-amz-date", "x-amz-content-sha256"} - set(signed):
            raise Refusal(403, "AccessDenied", f"not signed: {sorted(missing)}")
        if unsigned := [n for n in self.headers if n.lower().startswith("x-amz-") and n.lower() not in signed]:
            raise Refusal(403, "AccessDenied", f"not signed: {unsigned}")
        path, _, query = self.path.partition("?")
        pairs = urllib.parse.parse_qsl(query, keep_blank_values=True)
        canonical = "\n".join([
            self.command, path, "&".join(sorted(f"{quoted(n)}={quoted(v)}" for n, v in pairs)),
            *(f"{name}:{' '.join(self.headers[name].split())}" for name in signed), "", ";".join(signed), hashed,
        ])
        scope = f"{date}/{region}/s3/aws4_request"
        text = "\n".join(["AWS4-HMAC-SHA256", stamp, scope, hashlib.sha256(canonical.encode()).hexdigest()])
        secret = ("AWS4" + SECRET).encode()
        for part in (date, region, "s3", "aws4_request"):
            secret = digest(secret, part)
        if digest(secret, text).hex() != parts["Signature"]:
            raise Refusal(403, "SignatureDoesNotMatch", "The signature does not match.")
        md5 = self.headers.get("Content-MD5")
        if md5 and md5 != b64encode(hashlib.md5(body).digest()).decode():
            raise Refusal(400, "BadDigest", "the content has another MD5")

    def is_skewed(self):
        """Returns whether the clocks of the client and of the server differ by more than 15 minutes."""
        stamp = self.headers["x-amz-date"]
        if not stamp:
            return False
        sent = time.mktime(time.strptime(stamp, "%Y%m%dT%H%M%SZ")) - time.timezone
        return abs(sent - time.time() - self.server.options.skew) > 900

    # Requests

    def handle_request(self):
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        is_object = self.path.partition("?")[0].count("/") > 1
        fault = self.server.next_fault(self.command, is_object)
        skew = "skew" if self.is_skewed() else None
        self.server.log({
            "method": "OBJECT" if self.command == "GET" and is_object else self.command, "path": self.path, "bytes": len(body),
            "fault": fault or skew, "headers": {name.lower(): value for name, value in self.headers.items()},
        })
        if fault == "cut":
            return self.cut()
        if fault == "hang":
            self.connection.recv(1)
            return self.cut()
        try:
            self.check_signature(body)
            if fault and fault.isdigit():
                raise Refusal(int(fault), CODES[int(fault)], "an injected fault")
            status, content, headers = self.answer(body)
        except Refusal as refusal:
            status, headers = refusal.status, {}
            content = f"<Error><Code>{refusal.code}</Code><Message>{refusal.text}</Message></Error>".encode()
        if fault == "late-cut":
            return self.cut()
        if fault == "damage":
            content = bytes([content[0] ^ 1]) + content[1:]
        if fault == "large":
            status, content, headers = 200, b" " * (32 << 20), {}
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        if fault == "half":
            self.wfile.write(content[: len(content) // 2])
            return self.cut()
        self.wfile.write(content)

    do_GET = do_PUT = do_POST = handle_request

    def date_time_string(self, timestamp=None):
        return super().date_time_string((timestamp or time.time()) + self.server.options.skew)

    def cut(self):
        self.close_connection = True
        try:
            self.connection.shutdown(socket.SHUT_RDWR)
        except OSError:
            pass  # The client closed the connection first.

    def answer(self, body):
        path, _, query = self.path.partition("?")
        bucket, _, key = urllib.parse.unquote(path[1:]).partition("/")
        query = dict(urllib.parse.parse_qsl(query, keep_blank_values=True))
        if bucket != self.server.options.bucket:
            raise Refusal(404, "NoSuchBucket", "The specified bucket does not exist")
        file = self.server.file(key)
        if self.command == "PUT":
            with self.server.storing:
                self.check_condition(file)
                self.server.store(file, body)
            return 200, b"", {"ETag": f'"{hashlib.md5(body).hexdigest()}"'}
        if self.command == "POST" and "delete" in query:
            return 200, self.delete(body), {}
        if self.command == "GET" and not key:
            return 200, self.list(query), {}
        if not os.path.isfile(file):
            raise Refusal(404, "NoSuchKey", "The specified key does not exist.")
        with open(file, "rb") as source:
            content = source.read()
        tag = f'"{hashlib.md5(content).hexdigest()}"'
        if self.headers.get("If-Match", tag) != tag:
            raise Refusal(412, "PreconditionFailed", "The object has another tag.")
        status, given = 200, self.headers.get("Range")
        if given:
            first, last = given.removeprefix("bytes=").split("-")
            status, content = 206, content[int(first) : int(last) + 1]
        return status, content, {"ETag": tag}

    def check_condition(self, file):
        """Refuses a PUT if the existing object is not the one that the client expects."""
        tag, exists = self.headers.get("If-Match"), os.path.isfile(file)
        if self.headers.get("If-None-Match") == "*" and exists:
            raise Refusal(412, "PreconditionFailed", "The object exists.")
        if tag and not exists:
            raise Refusal(404, "NoSuchKey", "The specified key does not exist.")
        if tag:
            with open(file, "rb") as source:
                if tag != f'"{hashlib.md5(source.read()).hexdigest()}"':
                    raise Refusal(412, "PreconditionFailed", "The object has another tag.")

    def list(self, query):
        keys = sorted(self.server.keys(), key=str.encode, reverse=self.server.options.descending)
        keys = [key for key in keys if key.startswith(query.get("prefix", ""))]
        start = int(query.get("continuation-token", "0"))
        page = keys[start : start + min(1000, int(query.get("max-keys", "1000")))]
        rows = []
        for key in page:
            with open(self.server.file(key), "rb") as file:
                content = file.read()
            rows.append(
                f"<Contents><Key>{escape(urllib.parse.quote_plus(key, safe='/'))}</Key><Size>{len(content)}</Size>"
                f"<LastModified>2026-11-27T12:00:00.000Z</LastModified>"
                f"<ETag>&quot;{hashlib.md5(content).hexdigest()}&quot;</ETag></Contents>"
            )
        more = start + len(page) < len(keys)
        token = f"<NextContinuationToken>{start + len(page)}</NextContinuationToken>" if more else ""
        return (
            f"<?xml version='1.0'?><ListBucketResult><EncodingType>url</EncodingType>"
            f"<IsTruncated>{str(more).lower()}</IsTruncated>{token}{''.join(rows)}</ListBucketResult>"
        ).encode()

    def delete(self, body):
        import xml.etree.ElementTree as tree

        if not self.headers.get("Content-MD5"):
            raise Refusal(400, "InvalidRequest", "Content-MD5 is missing")
        for key in tree.fromstring(body).iter("Key"):
            file = self.server.file(key.text)
            if os.path.exists(file):
                os.remove(file)
        return b"<DeleteResult/>"


class Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128

    def __init__(self, options):
        super().__init__(("127.0.0.1", 0), Handler)
        self.options, self.lock, self.storing = options, threading.Lock(), threading.Lock()
        self.root = os.path.join(options.root, options.bucket)
        os.makedirs(self.root, exist_ok=True)
        self.faults = [[method, kind, int(count)] for method, kind, count in (f.split(":") for f in options.fault)]

    def handle_error(self, *_):
        pass

    def next_fault(self, method, is_object):
        methods = [method] + (["OBJECT"] if method == "GET" and is_object else [])
        with self.lock:
            for fault in self.faults:
                if fault[0] in methods and fault[2] > 0:
                    fault[2] -= 1
                    return fault[1]
        return None

    def log(self, entry):
        with self.lock, open(self.options.log, "a") as log:
            log.write(json.dumps(entry) + "\n")

    def file(self, key):
        return os.path.join(self.root, key)

    def store(self, file, content):
        os.makedirs(os.path.dirname(file), exist_ok=True)
        temporary = f"{file}.{threading.get_ident()}.tmp"
        with open(temporary, "wb") as target:
            target.write(content)
        os.rename(temporary, file)

    def keys(self):
        for folder, _, names in os.walk(self.root):
            for name in names:
                if not name.endswith(".tmp"):
                    yield os.path.relpath(os.path.join(folder, name), self.root)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("root")
    parser.add_argument("log")
    parser.add_argument("--bucket", default="bucket")
    parser.add_argument("--skew", type=int, default=0)
    parser.add_argument("--descending", action="store_true")
    parser.add_argument("--fault", action="append", default=[])
    server = Server(parser.parse_args())
    print(server.server_port, flush=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    sys.stdin.read()


main()
