"""Runs a temporary PostgreSQL server from Debian's packages, on a socket in a temporary folder."""

import contextlib
import os
import pwd
import shutil
import subprocess
import tempfile
from pathlib import Path


@contextlib.contextmanager
def running():
    """Yields the folder of the socket, or None if PostgreSQL is not installed."""
    programs = sorted(Path("/usr/lib/postgresql").glob("*/bin"))
    if not programs or (os.getuid() == 0 and not has_account("postgres")):
        yield None
        return
    # The path is part of a socket address, which has at most 107 bytes.
    folder = tempfile.mkdtemp(prefix="imagekit-pg.", dir="/tmp")
    # The server refuses to run as root.
    account = {"user": "postgres", "group": "postgres", "extra_groups": []} if os.getuid() == 0 else {}
    if account:
        shutil.chown(folder, "postgres", "postgres")

    def run(program, *arguments):
        command = [programs[-1] / program, "-D", f"{folder}/data", *arguments]
        done = subprocess.run(command, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, **account)
        if done.returncode != 0:
            raise SystemExit(f"{program}: {done.stdout}")

    try:
        run("initdb", "-U", "postgres", "-A", "trust", "--no-sync", "-E", "UTF8", "--locale", "C")
        settings = f"-c listen_addresses='' -c unix_socket_directories={folder} -c fsync=off"
        run("pg_ctl", "-w", "-s", "-l", f"{folder}/log", "-o", settings, "start")
        try:
            yield folder
        finally:
            run("pg_ctl", "-w", "-s", "-m", "immediate", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def has_account(name):
    try:
        pwd.getpwnam(name)
    except KeyError:
        return False
    return True
