import Containers
import ImageSpecs
import Pictures
import Vips

/// The conversion from the colours of a source to the colours of the output.
package struct ColorConversion {
    /// The profile of the source. Nil means that the source is treated as sRGB.
    private let profile: SourceProfile?
    private let colors: SpecExtensions.ColorProfile

    package init(from profile: SourceProfile?, to colors: SpecExtensions.ColorProfile) {
        self.profile = profile
        self.colors = colors
    }

    /// No conversion: the output keeps the colours of the source. Only CMYK becomes RGB.
    package static let none = ColorConversion(from: nil, to: .keep)

    /// Whether the colours are converted from the profile. The conversion is not necessary if the output keeps the
    /// colours of the source, or if both have sRGB colours. It is not possible if the profile does not match the bands
    /// of the image, for example a profile for Lab after the decoder has converted Lab to RGB.
    private func applies(_ profile: SourceProfile, _ samples: SampleKind) -> Bool {
        colors != .keep && profile.isFor(samples) && !(profile.isSRGB && colors == .srgb)
    }

    /// Whether samples of 16 bits are converted before they are reduced to 8 bits. The order is important for linear
    /// light: in 8 bits, linear light has only 33 levels for the 100 darkest levels of sRGB.
    package func convertsBeforeEightBits(_ samples: SampleKind) -> Bool {
        guard samples.format == "ushort" else { return false }
        return profile.map { applies($0, samples) } ?? (colors == .p3 && samples.interpretation == "rgb16")
    }

    /// Whether samples of this kind certainly stay unchanged. The result is always false for Display P3, although greys
    /// can stay unchanged.
    package func keeps(_ samples: SampleKind) -> Bool {
        guard samples.interpretation != "cmyk", colors != .p3 else { return false }
        return profile.map { !applies($0, samples) } ?? true
    }

    /// Converts an image to the output's colours. The result is grey or RGB, with alpha if the image has alpha.
    /// Converted samples have 8 bits.
    package func convert(_ image: Image) throws -> Image {
        guard image.interpretation == "cmyk", image.bands > 4 else { return try converted(image) }
        // Convert the inks without the alpha, because libvips treats the alpha of CMYK as alpha of 8 bits.
        let inks = try image.apply("extract_band", ["band": 0, "n": 4]).apply("copy", ["interpretation": "cmyk"])
        return try converted(inks).withAlpha(ofBand: 4, in: image)
    }

    private func converted(_ image: Image) throws -> Image {
        // If libvips cannot use the profile, treat the image as an image without a profile.
        if let profile, applies(profile, image.samples),
            let converted = try? image.converted(from: profile.icc, to: colors)
        {
            return converted
        }
        let plain = image.interpretation == "cmyk" ? try image.plainRGB() : image
        return colors == .p3 && plain.bands >= 3 ? try plain.inDisplayP3() : plain
    }
}

extension Image {
    fileprivate func converted(from profile: ICCProfile, to colors: SpecExtensions.ColorProfile) throws -> Image {
        if let curve = profile.greyCurve { return try greys(through: curve) }
        let source = try apply("copy")
        source.set(field: "icc-profile-data", profile.bytes)
        return try source.apply(
            "icc_transform",
            [
                "output_profile": colors == .p3 ? "p3" : "srgb", "embedded": true, "intent": .string(profile.intent),
                "black_point_compensation": .bool(profile.needsBlackPointCompensation),
            ]
        )
    }

    /// Converts greys with a lookup table instead of littleCMS. For greys of 16 bits, littleCMS uses a table with few
    /// steps, which makes the ten darkest levels black. Display P3 has the same curve as sRGB, so the result is the
    /// same for outputs in sRGB and in Display P3.
    private func greys(through curve: ICCCurve) throws -> Image {
        let count = format == "ushort" ? 1 << 16 : 1 << 8
        let levels = (0..<count).map { sample in
            UInt8(SRGB.level(curve.light(Double(sample) / Double(count - 1))).rounded())
        }
        let table = try Image(Pixels(width: count, height: 1, bands: 1, samples: levels))
        let grey = try apply("extract_band", ["band": 0]).apply("maplut", ["lut": .image(table)])
            .apply("copy", ["interpretation": "b-w"])
        return bands == 2 ? try grey.withAlpha(ofBand: 1, in: self) : grey
    }

    /// Appends a band of another image as alpha of 8 bits.
    fileprivate func withAlpha(ofBand band: Int, in other: Image) throws -> Image {
        let alpha = try other.apply("extract_band", ["band": .int(band)])
        let eightBits = other.format == "ushort" ? try alpha.apply("cast", ["format": "uchar", "shift": true]) : alpha
        return try Operation.call("bandjoin", ["in": .images([self, eightBits])])
            .apply("copy", ["interpretation": .string(interpretation)])
    }

    /// Converts from sRGB to Display P3. Greys do not change, because both colour spaces have the same curve.
    fileprivate func inDisplayP3() throws -> Image {
        try apply("icc_transform", ["output_profile": "p3", "input_profile": "srgb"])
    }

    /// Converts CMYK without a profile, as Pillow (`Convert.c`, cmyk2rgb) and Chromium do. Each ink darkens its
    /// complementary colour, and black darkens all colours.
    fileprivate func plainRGB() throws -> Image {
        let light = try Normalization.eightBit(self).apply("invert")
        let black = try light.apply("extract_band", ["band": 3])
        let inks = try light.apply("extract_band", ["band": 0, "n": 3])
        let product = try Operation.call("multiply", ["left": .image(inks), "right": .image(black)])
        return try product.apply("linear", ["a": [1.0 / 255], "b": [0.5], "uchar": true])
            .apply("copy", ["interpretation": "srgb"])
    }
}
