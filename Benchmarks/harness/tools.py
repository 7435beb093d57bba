"""Installs the measured programs and their dependencies."""

import os
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
DEBIAN_PACKAGES = ["libvips-tools", "graphicsmagick", "libjpeg-turbo-progs", "findutils", "python3-venv"]
# The key is the name of the module, and the value is its package.
PYTHON_PACKAGES = {
    "PIL": "Pillow",
    "pilkit": "pilkit",
    "numpy": "numpy",
    "django": "Django==5.2.*",
    "imagekit": "django-imagekit==6.1.1",
}
PYTHON = ROOT / ".venv/bin/python"


def install():
    """Installs missing packages. If no package is missing, the function only checks them."""
    subprocess.run([ROOT / "Scripts/install_dependencies.sh", *DEBIAN_PACKAGES], check=True)
    if not PYTHON.exists():
        subprocess.run(["python3", "-m", "venv", ROOT / ".venv"], check=True)
    wanted = f"from importlib.util import find_spec; assert all(map(find_spec, {list(PYTHON_PACKAGES)}))"
    if subprocess.run([PYTHON, "-c", wanted], stderr=subprocess.DEVNULL).returncode != 0:
        pip = [PYTHON, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        subprocess.run([*pip, *PYTHON_PACKAGES.values()], check=True)


def versions(imagekit):
    """Returns the version that each program prints."""
    packages = ["Pillow", "pilkit", "Django", "django-imagekit"]
    python = f"from importlib.metadata import version; print(*map(version, {packages}))"
    found = (_first_line([PYTHON, "-c", python]).split() + ["?"] * 4)[:4]
    return {
        "imagekit": _first_line([imagekit, "--version"]),
        "libvips (vipsthumbnail)": _first_line(["vips", "--version"]),
        "GraphicsMagick": _first_line(["gm", "-version"]),
        "libjpeg-turbo (djpeg, cjpeg)": _first_line(["djpeg", "-version"]),
        "PILKit": found[1],
        "Pillow": found[0],
        "Django, django-imagekit": f"{found[2]}, {found[3]}",
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


def _first_line(command):
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True)
    return ((done.stdout or done.stderr).strip().splitlines() or ["?"])[0]
