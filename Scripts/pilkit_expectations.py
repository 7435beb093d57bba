#!/usr/bin/env python3
"""Computes the results of PILKit and Pillow for small images, and sRGB colours, for Tests/RenderingTestSupport.

usage: pip install pilkit==3.0 Pillow; Scripts/pilkit_expectations.py > Tests/RenderingTestSupport/PILKitExpectations.swift
The tests make the same images with the same formulas.
"""
import json
import random

from PIL import Image
from pilkit import processors

PATTERNS = {"RGB": 3, "RGBA": 4, "L": 1}


def pattern(mode, width, height):
    """Returns gradients with a bright block. Alpha increases from transparent to opaque."""
    bands = PATTERNS[mode]
    samples = bytearray()
    for y in range(height):
        for x in range(width):
            block = 90 if width // 4 <= x < width // 2 and height // 3 <= y < 2 * height // 3 else 0
            pixel = [(x * 7 + y * 3 + block) % 256, (x * 5 + y * 11 + 40 + block) % 256, (x * y + 20) % 256, x * 255 // (width - 1)]
            samples += bytes(pixel[:bands])
    return Image.frombytes(mode, (width, height), bytes(samples))


CASES = [
    ("RGB", 40, 30, "Crop", {"width": 6, "height": 5}),
    ("RGB", 40, 30, "Crop", {"width": 7, "height": 5, "anchor": "br"}),
    ("RGB", 40, 30, "Crop", {"width": 7, "height": 5, "x": -33, "y": -2}),
    ("RGBA", 12, 9, "Crop", {"width": 4, "height": 20, "anchor": [0.3, 0.8]}),
    ("RGB", 4, 3, "Crop", {"width": 6, "height": 2, "x": 2, "y": 1}),
    ("RGB", 4, 3, "ResizeCanvas", {"width": 7, "height": 6}),
    ("RGB", 4, 3, "ResizeCanvas", {"width": 7, "height": 2, "color": [9, 99, 199, 77], "anchor": "l"}),
    ("RGBA", 4, 3, "ResizeCanvas", {"width": 5, "height": 5, "color": [9, 99, 199], "x": -1, "y": 3}),
    ("RGB", 4, 3, "ResizeCanvas", {"width": 5, "height": 5, "color": [1, 2, 3, 4], "x": 9, "y": 9}),
    ("L", 4, 3, "AddBorder", {"thickness": 1, "color": [255, 0, 0]}),
    ("RGB", 3, 2, "AddBorder", {"thickness": [1, 2, 3, 4]}),
    ("RGBA", 6, 2, "MakeOpaque", {}),
    ("RGBA", 6, 2, "MakeOpaque", {"background_color": [10, 200, 30]}),
    ("L", 3, 2, "MakeOpaque", {}),
    ("RGB", 5, 3, "Transpose", ["ROTATE_90"]),
    ("RGB", 5, 3, "Transpose", ["ROTATE_270", "FLIP_HORIZONTAL"]),
    ("RGB", 5, 3, "Transpose", ["ROTATE_180", "FLIP_VERTICAL"]),
    ("RGB", 60, 40, "SmartCrop", {"width": 7, "height": 5}),
    ("RGBA", 60, 40, "SmartCrop", {"width": 9, "height": 3}),
    ("L", 60, 40, "SmartCrop", {"width": 5, "height": 4}),
    ("RGB", 6, 4, "SmartCrop", {"width": 60, "height": 40}),
    ("RGB", 8, 6, "Adjust", {"color": 0.3}),
    ("RGB", 8, 6, "Adjust", {"brightness": 1.7, "contrast": 0.4}),
    ("RGBA", 8, 6, "Adjust", {"contrast": 1.6, "color": 1.4}),
    ("RGBA", 8, 6, "Adjust", {"sharpness": 2.0}),
    ("RGB", 6, 5, "Reflection", {"size": 0.6, "opacity": 0.7, "background_color": "#cc8800"}),
    ("RGBA", 4, 6, "Reflection", {"size": 1.0, "opacity": 0.3}),
    ("RGB", 5, 4, "ColorOverlay", {"color": [204, 0, 10], "overlay_opacity": 0.35}),
    ("RGBA", 5, 4, "ColorOverlay", {"color": "#00ff80"}),
    ("RGB", 9, 7, "GaussianBlur", {"radius": 2}),
    ("RGBA", 9, 7, "GaussianBlur", {"radius": 0.7}),
    ("RGB", 9, 7, "Convert", {"mode": "L"}),
    ("RGBA", 9, 7, "Convert", {"mode": "LA"}),
    ("L", 9, 7, "Convert", {"mode": "1"}),
    ("RGBA", 9, 7, "Convert", {"mode": "RGB"}),
    ("L", 5, 4, "Convert", {"mode": "RGBA"}),
    ("RGBA", 24, 18, "Convert", {"mode": "P"}),
    ("RGB", 7, 5, "Resize", {"width": 16, "height": 11}),
    ("RGBA", 6, 5, "Resize", {"width": 13, "height": 3}),
    ("L", 5, 4, "ResizeToCover", {"width": 9, "height": 9}),
]

TRIMS = [
    ({"tolerance": 0.1}, (12, 9), (3, 2, 8, 7)),
    ({"color": [250, 250, 250, 255], "tolerance": 0}, (12, 9), (3, 2, 8, 7)),
    ({"tolerance": 0.3, "sides": ["l", "t"]}, (12, 9), (1, 4, 6, 6)),
]


def framed(size, box):
    """Returns a grey background with a dark block."""
    image = Image.new("RGB", size, (250, 250, 250))
    image.paste((30, 60, 90), box)
    return image


def sizes():
    """Returns the sizes that the resizing processors compute for random widths and heights, including halves."""
    rng = random.Random(6)
    for index in range(120):
        width, height = rng.randint(1, 60), rng.randint(1, 60)
        name = ["ResizeToCover", "ResizeToFit", "ResizeToFill", "Thumbnail"][index % 4]
        arguments = {"width": rng.randint(1, 40), "height": rng.randint(1, 40)}
        if name in ("ResizeToFit", "Thumbnail") and rng.random() < 0.4:
            del arguments[rng.choice(["width", "height"])]
        if rng.random() < 0.5:
            arguments["upscale"] = rng.random() < 0.5
        try:
            made = getattr(processors, name)(**arguments).process(Image.new("RGB", (width, height)))
        except ValueError:
            continue
        yield width, height, name, arguments, made.size


# Linear Display P3 to linear sRGB (CSS Color 4, section 18: the product of its two matrices).
P3_TO_SRGB = (
    (1.2249401762805598, -0.22494017628055996, 0.0),
    (-0.04205695470968816, 1.0420569547096881, 0.0),
    (-0.019637554590334432, -0.07863604555063188, 1.0982736001409663),
)


def linear(value):
    value /= 255
    return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4


def encoded(value):
    value = min(1, max(0, value))
    return round(255 * (value * 12.92 if value <= 0.0031308 else 1.055 * value ** (1 / 2.4) - 0.055))


def srgb(p3):
    return [encoded(sum(weight * linear(value) for weight, value in zip(row, p3))) for row in P3_TO_SRGB]


def swift(text):
    return "##\"" + text + "\"##"


def main():
    print("// Generated by Scripts/pilkit_expectations.py with pilkit 3.0 and Pillow. Do not edit this file.\n")
    print("enum PILKitExpectations {")
    print("    /// The mode and size of the source, the processor with its arguments, and the size and RGBA pixels of the result.")
    print("    package static let pixels: [(mode: String, width: Int, height: Int, call: String, made: String, rgba: String)] = [")
    for mode, width, height, name, arguments in CASES:
        image = pattern(mode, width, height)
        if isinstance(arguments, list):
            made = processors.Transpose(*[getattr(processors.Transpose, a) for a in arguments]).process(image)
        else:
            given = {k: tuple(v) if isinstance(v, list) else v for k, v in arguments.items()}
            made = getattr(processors, name)(**given).process(image)
        call = swift(json.dumps({name: arguments}))
        print(f'        ("{mode}", {width}, {height}, {call}, "{made.size[0]}×{made.size[1]} {made.mode}", "{made.convert("RGBA").tobytes().hex()}"),')
    print("    ]\n")
    print("    /// The size, the block, the arguments of TrimBorderColor, and the size of the result.")
    print("    package static let trims: [(width: Int, height: Int, box: [Int], call: String, made: String)] = [")
    for arguments, size, box in TRIMS:
        given = {k: tuple(v) if isinstance(v, list) else v for k, v in arguments.items()}
        # With Pillow 10 and later, pilkit 3.0 compares only alpha. `trimmed` applies the intended rule, which compares
        # all bands.
        print(f'        ({size[0]}, {size[1]}, {list(box)}, {swift(json.dumps({"TrimBorderColor": arguments}))}, "{trimmed(given, size, box)}"),')
    print("    ]\n")
    print("    /// The size of the source, the processor with its arguments, and the size of the result.")
    print("    package static let sizes: [(width: Int, height: Int, call: String, made: String)] = [")
    for width, height, name, arguments, made in sizes():
        print(f'        ({width}, {height}, {swift(json.dumps({name: arguments}))}, "{made[0]}×{made[1]}"),')
    print("    ]\n")
    print("    /// Colours in Display P3 and the same colours in sRGB.")
    print("    package static let displayP3: [(p3: [UInt8], srgb: [UInt8])] = [")
    for color in [(200, 60, 50), (40, 180, 90), (128, 128, 128), (90, 60, 200), (250, 240, 235)]:
        print(f"        ({list(color)}, {srgb(color)}),")
    print("    ]\n}")


def trimmed(arguments, size, box):
    left, top, right, bottom = box
    sides = arguments.get("sides", ("t", "r", "b", "l"))
    left, top = left if "l" in sides else 0, top if "t" in sides else 0
    right, bottom = right if "r" in sides else size[0], bottom if "b" in sides else size[1]
    return f"{right - left}×{bottom - top}"


if __name__ == "__main__":
    main()
