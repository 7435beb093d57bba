import Containers
import Vips

/// Converts the L*a*b* colours of a TIFF (TIFF 6.0, section 23) to sRGB. The colours in the file are CIE 1976 colours
/// under the illuminant D50.
///
/// This type combines several operations of libvips, because the usual conversion of libvips is wrong for such a file.
/// libvips 8.14 treats the colours as colours under D65, which removes the red from some blues. libvips 8.18 rejects
/// the pixels.
enum LabColors {
    /// - Parameter samples: L*, a* and b* of 8 or 16 bits, as they are in the file.
    /// - Returns: sRGB of 16 bits.
    static func rgb(ofSamples samples: Image) throws -> Image {
        let isDeep = samples.format == "ushort" || samples.format == "short"
        let lightness = try samples.apply("extract_band", ["band": 0])
            .apply("copy", ["format": isDeep ? "ushort" : "uchar"])
            .apply("linear", ["a": [isDeep ? 100.0 / 65535 : 100.0 / 255], "b": [0.0]])
        // a* and b* are signed. With 16 bits, they have 8 fractional bits.
        let differences = try samples.apply("extract_band", ["band": 1, "n": 2])
            .apply("copy", ["format": isDeep ? "short" : "char"])
            .apply("linear", ["a": [isDeep ? 1.0 / 256 : 1], "b": [0.0]])
        let white = Chromaticities.profileWhite * 100
        let xyz = try Operation.call("bandjoin", ["in": .images([lightness, differences])])
            .apply("copy", ["interpretation": "lab"])
            .apply("Lab2XYZ", ["temp": .doubles([white.x, white.y, white.z])])
        guard let fromXYZ = SRGB.fromXYZ else { throw VipsError(operation: "Lab2XYZ", hint: "sRGB has no matrix") }
        let light = try fromXYZ.rows.map { row in
            // Multiply by 3, because `bandmean` divides the sum by 3. Divide by 100, because X, Y and Z range from 0 to
            // 100.
            try xyz.apply("linear", ["a": .doubles((0..<3).map { row[$0] * 3 / 100 }), "b": [0.0, 0.0, 0.0]])
                .apply("bandmean")
        }
        return try Operation.call("bandjoin", ["in": .images(light)])
            .apply("copy", ["interpretation": "scrgb"])
            .apply("scRGB2sRGB", ["depth": 16])
    }
}
