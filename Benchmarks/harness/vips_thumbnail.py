"""usage: vips_thumbnail.py LIBRARY SIZES FOLDER FILE…

Makes every size (`800` fits, `150c` fills and crops) of every file with a libvips that has no executables, such as the
library in pyvips-binary. The script calls the same two functions as vipsthumbnail, with the same options.
"""

import ctypes
import os
import sys

# VIPS_SIZE_BOTH, VIPS_SIZE_DOWN, VIPS_INTERESTING_NONE, and VIPS_INTERESTING_CENTRE.
FILL, ONLY_SHRINK, NO_CROP, CROP_CENTRE = 0, 2, 0, 1
SAVER = "[Q=80,optimize_coding,strip]"


def check(vips, code):
    if code != 0:
        sys.exit(vips.vips_error_buffer().decode())


def main(library, sizes, folder, files):
    vips = ctypes.CDLL(library)
    vips.vips_error_buffer.restype = ctypes.c_char_p
    vips.g_object_unref.argtypes = [ctypes.c_void_p]
    check(vips, vips.vips_init(b"vips_thumbnail"))
    for name in sizes.split(","):
        side = int(name.rstrip("c"))
        size, crop = (FILL, CROP_CENTRE) if name.endswith("c") else (ONLY_SHRINK, NO_CROP)
        options = [b"height", side, b"size", size, b"crop", crop, None]
        for path in files:
            stem = os.path.splitext(os.path.basename(path))[0]
            output = os.fsencode(f"{folder}/{name}-jpg/{stem}.jpg{SAVER}")
            image = ctypes.c_void_p()
            check(vips, vips.vips_thumbnail(os.fsencode(path), ctypes.byref(image), side, *options))
            check(vips, vips.vips_image_write_to_file(image, output, None))
            vips.g_object_unref(image)
    vips.vips_shutdown()


main(sys.argv[1], sys.argv[2], sys.argv[3], sys.argv[4:])
