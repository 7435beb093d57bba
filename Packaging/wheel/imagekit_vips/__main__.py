"""Runs the command: python -m imagekit_vips generateimages"""

import os
import sys

from . import executable

path = executable()
os.execv(path, [path, *sys.argv[1:]])
