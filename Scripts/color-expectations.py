#!/usr/bin/env python3
"""Computes what colours of other spaces look like in sRGB, for Tests/RenderingTests/ColorTruthTests.swift.

usage: Scripts/color-expectations.py
From the definitions alone: Display P3 (SMPTE EG 432-1's primaries with D65) and IEC 61966-2-1's curve.
"""
P3_TO_XYZ = [
    [0.48657095, 0.26566769, 0.19821729],
    [0.22897456, 0.69173852, 0.07928691],
    [0.0, 0.04511338, 1.04394437],
]
XYZ_TO_SRGB = [
    [3.24096994, -1.53738318, -0.49861076],
    [-0.96924364, 1.8759675, 0.04155506],
    [0.05563008, -0.20397696, 1.05697151],
]
COLORS = [(200, 100, 50), (60, 120, 180), (128, 128, 128), (30, 60, 40), (230, 220, 180), (90, 140, 60)]


def linear(value):
    value /= 255
    return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4


def encoded(value):
    value = min(1, max(0, value))
    value = value * 12.92 if value <= 0.0031308 else 1.055 * value ** (1 / 2.4) - 0.055
    return round(value * 255)


def times(matrix, vector):
    return [sum(a * b for a, b in zip(row, vector)) for row in matrix]


for color in COLORS:
    srgb = [encoded(value) for value in times(XYZ_TO_SRGB, times(P3_TO_XYZ, [linear(value) for value in color]))]
    print(f"            ({list(color)}, {srgb}),")
