#!/usr/bin/env python3
"""Runs the S3 server of moto with the bucket `bucket` for a test, and checks the signature of each request with botocore.

The script prints its port, and serves until its standard input ends. It needs the packages moto[s3,server] of PyPI.
moto itself checks no signatures. So the script accepts a request only if botocore, the code of the official clients,
gives the request the same signature.
"""

import hashlib
import sys
import threading
import time
from io import BytesIO

from botocore.auth import S3SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials
from moto.moto_server.werkzeug_app import DomainDispatcherApplication, create_backend_app
from moto.s3.models import s3_backends
from werkzeug.serving import WSGIRequestHandler, make_server

KEY, SECRET, REGION, ACCOUNT = "AKIDEXAMPLE", "hidden/secret+key", "eu-central-1", "123456789012"


class QuietHandler(WSGIRequestHandler):
    # Use HTTP/1.1, because the client keeps its connections open.
    protocol_version = "HTTP/1.1"

    def log(self, *_):
        pass


class Checked:
    """Refuses the requests whose signature is wrong, and passes all others to an application."""

    def __init__(self, application):
        self.application = application

    def __call__(self, environment, start):
        length = int(environment.get("CONTENT_LENGTH") or 0)
        body = environment["wsgi.input"].read(length)
        environment["wsgi.input"] = BytesIO(body)
        if code := refusal(environment, body):
            content = f"<Error><Code>{code}</Code><Message>refused by the test</Message></Error>".encode()
            start("403 Forbidden", [("Content-Type", "application/xml"), ("Content-Length", str(len(content)))])
            return [content]
        return self.application(environment, start)


def refusal(environment, body):
    """Returns the error code for a request; None if its signature is right."""
    scheme, _, rest = environment.get("HTTP_AUTHORIZATION", "").partition(" ")
    if scheme != "AWS4-HMAC-SHA256":
        return "AccessDenied"
    parts = dict(part.strip().split("=", 1) for part in rest.split(","))
    key, _, region, service, _ = parts["Credential"].split("/")
    if key != KEY:
        return "InvalidAccessKeyId"
    if (region, service) != (REGION, "s3"):
        return "AuthorizationHeaderMalformed"
    headers = {name: header(environment, name) for name in parts["SignedHeaders"].split(";")}
    if hashlib.sha256(body).hexdigest() != headers["x-amz-content-sha256"]:
        return "XAmzContentSHA256Mismatch"
    sent = time.mktime(time.strptime(headers["x-amz-date"], "%Y%m%dT%H%M%SZ")) - time.timezone
    if abs(sent - time.time()) > 900:
        return "RequestTimeTooSkewed"
    url = "http://" + headers["host"] + environment["RAW_URI"]
    request = AWSRequest(method=environment["REQUEST_METHOD"], url=url, data=body, headers=headers)
    request.context["timestamp"] = headers["x-amz-date"]
    signer = S3SigV4Auth(Credentials(KEY, SECRET), "s3", REGION)
    text = signer.string_to_sign(request, signer.canonical_request(request))
    return None if signer.signature(text, request) == parts["Signature"] else "SignatureDoesNotMatch"


def header(environment, name):
    key = name.upper().replace("-", "_")
    return environment.get(key if key in ("CONTENT_TYPE", "CONTENT_LENGTH") else "HTTP_" + key, "")


def main():
    s3_backends[ACCOUNT]["aws"].create_bucket("bucket", REGION)
    application = Checked(DomainDispatcherApplication(create_backend_app))
    server = make_server("127.0.0.1", 0, application, threaded=True, request_handler=QuietHandler)
    print(server.server_port, flush=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    sys.stdin.read()


main()
