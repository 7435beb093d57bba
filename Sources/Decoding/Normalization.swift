import ImageSpecs
import Pictures
import Vips

/// Any image that a loader gives, made into one of the few kinds that processors know: 8 bits, grey or RGB, with or
/// without alpha.
package enum Normalization {
    /// - Parameters:
    ///   - image: with samples of 8 bits (`eightBit`), in the source's colours.
    ///   - conversion: to `keep` leaves samples what they are, as far as they are grey or RGB at all.
    package static func picture(_ image: Image, _ conversion: ColorConversion) throws -> Picture {
        // Pillow knows a palette image by its mode; libvips has looked the colours up already.
        let isPalette = image.has(field: "palette-bit-depth") || image.has(field: "gif-palette")
        var image = try conversion.convert(image)
        if image.interpretation != "srgb" && image.interpretation != "b-w" {
            image = try image.apply("copy", ["interpretation": image.bands < 3 ? "b-w" : "srgb"])
        }
        if image.bands > 4 { image = try image.apply("extract_band", ["band": 0, "n": 3]) }
        if isPalette {
            return Picture(try image.withColorBands(), mode: .palette)
        }
        let modes: [ConversionMode] = [.grey, .greyAlpha, .rgb, .rgba]
        return Picture(image, mode: modes[image.bands - 1])
    }

    /// A decoded image with samples of 8 bits, and the conversion that is left to do: colours of 16 bits are converted first.
    package static func eightBit(
        _ image: Image,
        _ conversion: ColorConversion
    ) throws -> (image: Image, conversion: ColorConversion) {
        guard conversion.comesBeforeEightBits(image) else { return (try eightBit(image), conversion) }
        return (try eightBit(conversion.convert(image)), .none)
    }

    /// With samples of 8 bits; CMYK stays CMYK. Done before anything else, except the conversion of colours of 16 bits: it
    /// makes all that follows cheaper.
    static func eightBit(_ image: Image) throws -> Image {
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
