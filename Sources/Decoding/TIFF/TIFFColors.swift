#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif
import Containers
import Vips

/// Converts the samples of a TIFF to a picture of 8 or 16 bits. Each sample becomes a colour or alpha, or it is
/// dropped.
struct TIFFColors {
    private let layout: TIFFLayout
    /// Whether the file has a profile. With a profile, floats are in the colour space of the profile. Without a
    /// profile, floats are linear light, except inks.
    private let hasProfile: Bool

    init(_ layout: TIFFLayout, hasProfile: Bool) {
        self.layout = layout
        self.hasProfile = hasProfile
    }

    /// - Parameter image: the image that libvips decoded. Its colours are not premultiplied. Black is 0, except in
    ///   WhiteIsZero floats.
    func picture(_ image: Image) throws -> Image {
        switch layout.photometric {
        case .palette, .yCbCr, .lab, .logL, .logLuv: return image
        case .whiteIsZero, .blackIsZero, .mask, .rgb, .inks: break
        }
        guard layout.sampleFormat != .signed else { return try chosen(image) }
        if layout.sampleFormat == .float {
            let integers = try integers(ofFloats: image)
            return try chosen(linearLight(layout.photometric == .whiteIsZero ? inverted(integers) : integers))
        }
        return try chosen(layout.bits == 32 ? image.apply("cast", ["format": "ushort", "shift": true]) : image)
    }

    /// - Parameter samples: the samples as stored in the file.
    func picture(ofSamples samples: Image) throws -> Image {
        if layout.photometric == .lab { return try pictureOfLab(samples) }
        var image = samples
        switch (layout.sampleFormat, layout.bits) {
        case (.float, 16): image = try image.apply("maplut", ["lut": .image(TIFFColors.halves())])
        case (.float, _): image = try integers(ofFloats: image)
        case (.unsigned, 32): image = try image.apply("cast", ["format": "ushort", "shift": true])
        case (.unsigned, _), (.signed, _): break
        }
        if layout.photometric == .whiteIsZero { image = try inverted(image) }
        if let alpha = layout.alpha, alpha.isAssociated, layout.sampleFormat != .signed {
            let format = image.format
            image = try image.apply(
                "unpremultiply",
                ["alpha_band": .int(alpha.index), "max_alpha": format == "ushort" ? 65535 : 255]
            ).apply("round", ["round": "rint"]).apply("cast", ["format": .string(format)])
        }
        return try chosen(layout.sampleFormat == .float ? linearLight(image) : image)
    }

    private func pictureOfLab(_ samples: Image) throws -> Image {
        let rgb = try LabColors.rgb(ofSamples: samples)
        guard let alpha = layout.alpha else { return rgb }
        var band = try samples.apply("extract_band", ["band": .int(alpha.index)])
        if layout.bits == 8 {
            band = try band.apply("linear", ["a": [257.0], "b": [0.0]]).apply("cast", ["format": "ushort"])
        }
        return try Operation.call("bandjoin", ["in": .images([rgb, band])])
    }

    /// Returns the colour and alpha samples without the other samples.
    private func chosen(_ image: Image) throws -> Image {
        let count = layout.photometric.colorCount
        let alpha = layout.alpha.map(\.index)
        let space = space(of: image)
        guard image.bands > count + (alpha == nil ? 0 : 1) || alpha ?? count > count || image.interpretation != space
        else {
            return image
        }
        var bands = try image.apply("extract_band", ["band": 0, "n": .int(count)])
        if let alpha {
            let band = try image.apply("extract_band", ["band": .int(alpha)])
            bands = try Operation.call("bandjoin", ["in": .images([bands, band])])
        }
        return try bands.apply("copy", ["interpretation": .string(space)])
    }

    private func space(of image: Image) -> String {
        switch layout.photometric.colorCount {
        case 1: image.format == "ushort" ? "grey16" : "b-w"
        case 4: "cmyk"
        default: image.format == "ushort" ? "rgb16" : "srgb"
        }
    }

    /// Inverts the colour samples, and does not change the other samples.
    private func inverted(_ image: Image) throws -> Image {
        try onColors(of: image) { try $0.apply("invert") }
    }

    private func onColors(of image: Image, _ change: (Image) throws -> Image) throws -> Image {
        let count = layout.photometric.colorCount
        guard image.bands > count else { return try change(image) }
        let colors = try change(image.apply("extract_band", ["band": 0, "n": .int(count)]))
        let others = try image.apply("extract_band", ["band": .int(count), "n": .int(image.bands - count)])
        return try Operation.call("bandjoin", ["in": .images([colors, others])])
    }

    /// Converts floats from 0 to 1 to 16 bits. Values outside this range are clipped.
    private func integers(ofFloats image: Image) throws -> Image {
        try image.apply("linear", ["a": [65535.0], "b": [0.5]]).apply("cast", ["format": "ushort"])
    }

    private func linearLight(_ image: Image) throws -> Image {
        guard !hasProfile, layout.photometric != .inks else { return image }
        return try onColors(of: image) { try $0.apply("maplut", ["lut": .image(TIFFColors.curve())]) }
    }

    /// The curve of sRGB (IEC 61966-2-1).
    private static func curve() throws -> Image {
        try table { number in
            let light = Double(number) / 65535
            return light <= 0.0031308 ? light * 12.92 : 1.055 * pow(light, 1 / 2.4) - 0.055
        }
    }

    /// The values of 16-bit floats (IEEE 754-2008, binary16): one sign bit, five bits of exponent, ten bits of
    /// significand.
    private static func halves() throws -> Image {
        try table { number in
            let (exponent, significand) = (Int(number >> 10 & 31), Double(number & 1023) / 1024)
            guard number < 0x8000, exponent < 31 || significand == 0 else { return 0 }
            return exponent == 0 ? significand * pow(2, -14) : (1 + significand) * pow(2, Double(exponent - 15))
        }
    }

    /// Creates a lookup table from numbers of 16 bits to values from 0 to 1.
    private static func table(_ value: (UInt16) -> Double) throws -> Image {
        try Image(width: 1 << 16, height: 1) { (samples: inout MutableSpan<UInt16>) in
            for number in samples.indices {
                samples[number] = UInt16(min(max(value(UInt16(number)), 0), 1) * 65535 + 0.5)
            }
        }
    }
}
