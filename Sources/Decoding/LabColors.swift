import Containers
import Vips

/// Makes RGB of the lightness and colour differences of TIFF (TIFF 6.0, section 23), which are those of CIE 1976 under D50.
///
/// libvips 8.14 takes them for colours under D65, which removes the red of some blues, and 8.18 refuses the pixels.
enum LabColors {
    /// - Parameter samples: L*, a* and b* of 8 or 16 bits, as they are in the file.
    /// - Returns: sRGB of 16 bits.
    static func rgb(ofSamples samples: Image) throws -> Image {
        let isDeep = samples.format == "ushort" || samples.format == "short"
        let lightness = try samples.apply("extract_band", ["band": 0])
            .apply("copy", ["format": isDeep ? "ushort" : "uchar"])
            .apply("linear", ["a": [isDeep ? 100.0 / 65535 : 100.0 / 255], "b": [0.0]])
        // The differences have a sign; with 16 bits they have 8 bits after the point.
        let differences = try samples.apply("extract_band", ["band": 1, "n": 2])
            .apply("copy", ["format": isDeep ? "short" : "char"])
            .apply("linear", ["a": [isDeep ? 1.0 / 256 : 1], "b": [0.0]])
        let white = Chromaticities.profileWhite * 100
        let xyz = try Operation.call("bandjoin", ["in": .images([lightness, differences])])
            .apply("copy", ["interpretation": "lab"])
            .apply("Lab2XYZ", ["temp": .doubles([white.x, white.y, white.z])])
        guard let fromXYZ = SRGB.fromXYZ else { throw VipsError(operation: "Lab2XYZ", hint: "sRGB has no matrix") }
        let light = try fromXYZ.rows.map { row in
            // A mean of three bands is a third of their sum; X, Y and Z go to 100.
            try xyz.apply("linear", ["a": .doubles((0..<3).map { row[$0] * 3 / 100 }), "b": [0.0, 0.0, 0.0]])
                .apply("bandmean")
        }
        return try Operation.call("bandjoin", ["in": .images(light)])
            .apply("copy", ["interpretation": "scrgb"])
            .apply("scRGB2sRGB", ["depth": 16])
    }
}
