"""Runs temporary servers of Debian's packages."""

import contextlib
import shutil
import socket
import subprocess
import threading


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextlib.contextmanager
def running(ready, *command):
    """Runs a server, and yields after its output contains a text."""
    server = subprocess.Popen([str(part) for part in command], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    try:
        while ready not in (line := server.stdout.readline()):
            if not line:
                raise SystemExit(f"{command[0]} does not start")
        # A server would wait if nothing read its further output.
        threading.Thread(target=server.stdout.read, daemon=True).start()
        yield server
    finally:
        server.kill()
        server.wait()


def redis(port, folder):
    command = ["redis-server", "--port", port, "--bind", "127.0.0.1", "--save", "", "--dir", folder]
    return running("eady to accept connections", *command)


def memcached(path):
    return running("server listening", "memcached", "-vv", "-u", "root", "-s", path)


def is_installed(program):
    return shutil.which(program) is not None
