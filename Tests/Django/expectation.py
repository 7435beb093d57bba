import sys


def expect(found, wanted, what):
    if found != wanted:
        sys.exit(f"{what}:\n  wanted {wanted}\n  found  {found}")
