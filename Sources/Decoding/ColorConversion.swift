import Containers
import ImageSpecs
import Pictures
import Vips

/// The way from the colours of a source to those that are wanted.
package struct ColorConversion {
    /// Of the source; nil if its numbers are taken as sRGB.
    private let profile: SourceProfile?
    private let colors: SpecExtensions.ColorProfile

    package init(from profile: SourceProfile?, to colors: SpecExtensions.ColorProfile) {
        self.profile = profile
        self.colors = colors
    }

    /// Nothing to do: the colours are those that are wanted.
    package static let none = ColorConversion(from: nil, to: .keep)

    /// A profile is followed only where it says something else than the wanted colours, and is for the colours of the image:
    /// libvips has converted others already, such as Lab's.
    private func follows(_ profile: SourceProfile, _ image: Image) -> Bool {
        colors != .keep && profile.isFor(image) && !(profile.isSRGB && colors == .srgb)
    }

    /// Whether samples of 16 bits are converted before they become 8: in linear light, the 256 levels of 8 bits leave 40 of
    /// sRGB's 100 darkest.
    package func comesBeforeEightBits(_ image: Image) -> Bool {
        guard image.format == "ushort" else { return false }
        return profile.map { follows($0, image) } ?? (colors == .p3 && image.interpretation == "rgb16")
    }

    /// The image in the wanted colours: grey or RGB, of 8 bits unless it stays in its own colours.
    package func convert(_ image: Image) throws -> Image {
        // A profile that cannot be used is as good as none.
        if let profile, follows(profile, image), let converted = try? image.converted(from: profile.icc, to: colors) {
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

    /// Greys stay grey. littleCMS takes those of 16 bits through a table of few steps, which leaves the darkest ten levels
    /// black. Display P3 has sRGB's curve, so its greys are the same.
    private func greys(through curve: ICCCurve) throws -> Image {
        let count = format == "ushort" ? 1 << 16 : 1 << 8
        let levels = (0..<count).map { sample in
            UInt8(SRGB.level(curve.light(Double(sample) / Double(count - 1))).rounded())
        }
        let table = try Image(Pixels(width: count, height: 1, bands: 1, samples: levels))
        let grey = try apply("extract_band", ["band": 0]).apply("maplut", ["lut": .image(table)])
        guard bands == 2 else { return try grey.apply("copy", ["interpretation": "b-w"]) }
        let alpha = try apply("extract_band", ["band": 1])
        let eightBits = format == "ushort" ? try alpha.apply("cast", ["format": "uchar", "shift": true]) : alpha
        return try Operation.call("bandjoin", ["in": .images([grey, eightBits])])
            .apply("copy", ["interpretation": "b-w"])
    }

    /// From sRGB to Display P3, whose curve is sRGB's too: greys stay what they are.
    fileprivate func inDisplayP3() throws -> Image {
        try apply("icc_transform", ["output_profile": "p3", "input_profile": "srgb"])
    }

    /// Pillow's conversion of inks without a profile (`Convert.c`, cmyk2rgb), and Chromium's: each ink darkens its colour,
    /// black all of them.
    fileprivate func plainRGB() throws -> Image {
        let light = try Normalization.eightBit(self).apply("extract_band", ["band": 0, "n": 4]).apply("invert")
        let black = try light.apply("extract_band", ["band": 3])
        let inks = try light.apply("extract_band", ["band": 0, "n": 3])
        let product = try Operation.call("multiply", ["left": .image(inks), "right": .image(black)])
        return try product.apply("linear", ["a": [1.0 / 255], "b": [0.5], "uchar": true])
            .apply("copy", ["interpretation": "srgb"])
    }
}
