"""Finds the command imagekit that this package installs."""

import os
import shutil
import sysconfig
from importlib import metadata

__all__ = ["executable"]

_DISTRIBUTION = "@pypi_name@"


def executable():
    """Returns the path of the command imagekit.

    If pip installed the command of this package, the function returns its path. Otherwise, it returns the first command
    imagekit in PATH.
    """
    try:
        files = metadata.files(_DISTRIBUTION) or []
    except metadata.PackageNotFoundError:  # The package was not installed by pip.
        files = []
    for file in files:
        if file.name == "imagekit" and "libexec" not in file.parts:
            path = os.path.realpath(file.locate())
            if os.access(path, os.X_OK):
                return path
    path = os.path.join(sysconfig.get_path("scripts"), "imagekit")
    found = path if os.access(path, os.X_OK) else shutil.which("imagekit")
    if not found:
        raise FileNotFoundError("the command imagekit is not installed: run pip install --force-reinstall " + _DISTRIBUTION)
    return found
