"""Facts about the machine of a report."""
import os
import platform
import subprocess
import sys
import time


def facts(imagekit):
    """Returns pairs of a name and a value."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") >> 30
    doctor = subprocess.run([imagekit, "doctor"], capture_output=True, text=True).stdout
    lines = dict(line.split(None, 1) for line in doctor.splitlines() if len(line.split(None, 1)) == 2)
    release = "a release build" if f"{os.sep}release{os.sep}" in os.path.realpath(imagekit) + os.sep else "a debug build"
    return [
        ("date", time.strftime("%Y-%m-%d %H:%M UTC", time.gmtime())),
        ("imagekit", f"{lines.get('imagekit', '?')}, {release}"),
        ("libvips", lines.get("libvips", "?").split()[0]),
        ("confinement", lines.get("sandbox", "?")),
        ("machine", f"{os.cpu_count()} cores, {memory} GiB, {platform.system()} {platform.release()} {platform.machine()}"),
        ("load before", f"{os.getloadavg()[0]:.1f}"),
        ("Python", sys.version.split()[0]),
    ]
