#!/usr/bin/env python
"""A Django site with 48 photographs and four specs, for benchmarks."""

import os
import sys

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "benchsite")
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)
