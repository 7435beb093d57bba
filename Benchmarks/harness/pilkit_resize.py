"""usage: pilkit_resize.py SIZES FOLDER FILE…

Makes every size (`800` fits, `150c` fills and crops) of every file with PILKit. The script opens the file again for
each size, as django-imagekit does.
"""

import os
import sys

from PIL import Image
from pilkit.processors import ResizeToFill, ResizeToFit
from pilkit.utils import save_image


def main(sizes, folder, files):
    for name in sizes.split(","):
        side = int(name.rstrip("c"))
        processor = ResizeToFill(side, side) if name.endswith("c") else ResizeToFit(side, side, upscale=False)
        for path in files:
            stem = os.path.splitext(os.path.basename(path))[0]
            with Image.open(path) as image, open(f"{folder}/{name}-jpg/{stem}.jpg", "wb") as output:
                save_image(processor.process(image), output, "JPEG", {"quality": 80})


main(sys.argv[1], sys.argv[2], sys.argv[3:])
