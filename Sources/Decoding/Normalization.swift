import Containers
import ImageSpecs
import Pictures
import Vips

/// Any image that a loader gives, made into one of the few kinds that processors know: 8 bits, grey or RGB, with or
/// without alpha.
package enum Normalization {
    /// - Parameters:
    ///   - image: with samples of 8 bits (`eightBit`).
    ///   - colors: where an embedded profile is followed to; `keep` leaves samples what they are, as far as they are
    ///     grey or RGB at all.
    package static func picture(_ image: Image, colors: SpecExtensions.ColorProfile) throws -> Picture {
        // Pillow knows a palette image by its mode; libvips has looked the colours up already.
        let isPalette = image.has(field: "palette-bit-depth") || image.has(field: "gif-palette")
        var image = image
        if colors != .keep { image = try followingProfile(image) }
        if image.interpretation == "cmyk" {
            image = colors == .keep ? try plainRGB(cmyk: image) : try image.apply("colourspace", ["space": "srgb"])
        }
        if image.interpretation != "srgb" && image.interpretation != "b-w" {
            image = try image.apply("copy", ["interpretation": image.bands < 3 ? "b-w" : "srgb"])
        }
        if colors == .p3 && image.bands >= 3 { image = try image.inDisplayP3() }
        if image.bands > 4 { image = try image.apply("extract_band", ["band": 0, "n": 3]) }
        if isPalette {
            return Picture(try image.withColorBands(), mode: .palette)
        }
        let modes: [ConversionMode] = [.grey, .greyAlpha, .rgb, .rgba]
        return Picture(image, mode: modes[image.bands - 1])
    }

    /// In sRGB, where a profile says that it is not yet. A profile that cannot be used is as good as none.
    private static func followingProfile(_ image: Image) throws -> Image {
        // One for other colours than these, such as Lab's, was followed already.
        guard let profile = image.blob(field: "icc-profile-data").map(ICCProfile.init), !profile.isSRGB,
            image.interpretation == "cmyk" ? profile.isForCMYK : profile.isFor(bands: image.bands < 3 ? 1 : 3)
        else { return image }
        let converted = try? image.apply(
            "icc_transform",
            ["output_profile": "srgb", "embedded": true, "intent": .string(profile.intent)]
        )
        return converted ?? image
    }

    /// Pillow's conversion without profiles (`Convert.c`, cmyk2rgb): each ink darkens its colour, black all of them.
    private static func plainRGB(cmyk: Image) throws -> Image {
        let light = try cmyk.apply("extract_band", ["band": 0, "n": 4]).apply("invert")
        let black = try light.apply("extract_band", ["band": 3])
        let inks = try light.apply("extract_band", ["band": 0, "n": 3])
        let product = try Operation.call("multiply", ["left": .image(inks), "right": .image(black)])
        return try product.apply("linear", ["a": [1.0 / 255], "b": [0.5], "uchar": true])
            .apply("copy", ["interpretation": "srgb"])
    }

    /// With samples of 8 bits; CMYK stays CMYK. Done before anything else: it makes all that follows cheaper.
    package static func eightBit(_ image: Image) throws -> Image {
        switch image.interpretation {
        case "cmyk" where image.format == "uchar":
            return image
        case "cmyk" where image.format == "ushort":
            return try image.apply("cast", ["format": "uchar", "shift": true])
        case "srgb", "b-w", "rgb", "multiband":
            if image.format == "uchar" { return image }
            // What has no other name is taken at its value.
            return try image.apply("cast", ["format": "uchar"])
        case "rgb16":
            return try image.apply("colourspace", ["space": "srgb"])
        case "grey16":
            return try image.apply("colourspace", ["space": "b-w"])
        default:
            return try image.apply("colourspace", ["space": "srgb"])
        }
    }
}

extension Image {
    /// From sRGB to Display P3, whose curve is sRGB's too: greys stay what they are.
    fileprivate func inDisplayP3() throws -> Image {
        try apply("icc_transform", ["output_profile": "p3", "input_profile": "srgb"])
    }
}
