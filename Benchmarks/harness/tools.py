"""Installs the measured programs and their dependencies."""

import os
import shlex
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
DEBIAN_PACKAGES = ["libvips-tools", "graphicsmagick", "libjpeg-turbo-progs", "findutils", "python3-venv"]
REQUIREMENTS = ROOT / "Benchmarks/requirements.txt"
PYTHON = ROOT / ".venv/bin/python"


@dataclass
class Library:
    path: Path
    version: str


def install():
    """Installs missing packages. If no package is missing, the function only checks them."""
    subprocess.run([ROOT / "Scripts/install_dependencies.sh", *DEBIAN_PACKAGES], check=True)
    if not PYTHON.exists():
        subprocess.run(["python3", "-m", "venv", ROOT / ".venv"], check=True)
    installed = ROOT / ".venv/benchmarks"
    if not installed.exists() or installed.read_text() != REQUIREMENTS.read_text():
        pip = [PYTHON, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        subprocess.run([*pip, "-r", REQUIREMENTS], check=True)
        installed.write_text(REQUIREMENTS.read_text())


def newer_libvips():
    """Returns the library in pyvips-binary."""
    (path,) = (ROOT / ".venv").glob("lib/python3*/site-packages/pyvips_binary.libs/libvips-*.so*")
    return Library(path, _version("pyvips-binary"))


def timed_worker(imagekit, folder):
    """Returns an environment in which the workers of imagekit are measured, and the file with their CPU seconds."""
    candidates = [imagekit.parent / "imagekit-worker", imagekit.parent / "../libexec/imagekit/imagekit-worker"]
    worker = next(path for path in candidates if path.exists())
    record, script = folder / "worker-seconds.txt", folder / "timed-worker"
    record.write_text("")
    words = [sys.executable, Path(__file__).with_name("timed_worker.py"), record, worker]
    script.write_text(f'#!/bin/sh\nexec {shlex.join(map(str, words))} "$@"\n')
    script.chmod(0o755)
    return {"IMAGEKIT_WORKER": str(script)}, record


def versions(imagekit):
    """Returns the version that each program prints."""
    return {
        "imagekit": _first_line([imagekit, "--version"]),
        "libvips (vipsthumbnail)": _first_line(["vips", "--version"]),
        "libvips (pyvips-binary)": _version("pyvips-binary"),
        "GraphicsMagick": _first_line(["gm", "-version"]),
        "libjpeg-turbo (djpeg, cjpeg)": _first_line(["djpeg", "-version"]),
        "PILKit": _version("pilkit"),
        "Pillow": _version("Pillow"),
        "Django, django-imagekit": f"{_version('Django')}, {_version('django-imagekit')}",
    }


def machine():
    """Returns facts about the machine."""
    model = next((line.split(":")[1].strip() for line in _lines("/proc/cpuinfo") if line.startswith("model name")), "?")
    memory = next((int(line.split()[1]) for line in _lines("/proc/meminfo") if line.startswith("MemTotal")), 0)
    system = next((line.split("=")[1].strip('"') for line in _lines("/etc/os-release") if line.startswith("PRETTY")), "?")
    return {
        "processor": f"{os.cpu_count()} × {model}",
        "memory": f"{memory / 1024 / 1024:.0f} GB",
        "system": f"{system}, Linux {os.uname().release}",
    }


def _lines(path):
    try:
        return Path(path).read_text().splitlines()
    except OSError:
        return []


def _version(package):
    return _first_line([PYTHON, "-c", f"from importlib.metadata import version; print(version({package!r}))"])


def _first_line(command):
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True)
    return ((done.stdout or done.stderr).strip().splitlines() or ["?"])[0]
