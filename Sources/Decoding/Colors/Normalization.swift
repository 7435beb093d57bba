import ImageSpecs
import Pictures
import Vips

/// Converts a loaded image to one of the few kinds that processors support: 8 bits, grey or RGB, with or without alpha.
package enum Normalization {
    /// - Parameters:
    ///   - image: an image with samples of 8 bits (`eightBit`), in the source's colours.
    ///   - conversion: the conversion of the colours. With `keep`, grey and RGB samples do not change.
    package static func picture(_ image: Image, _ conversion: ColorConversion) throws -> Picture {
        // In Pillow, palette images have their own mode. The decoder has already replaced the indices with colours. So
        // only a field of the image shows that the file has a palette.
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

    /// Returns a decoded image with samples of 8 bits, and the colour conversion that the caller must still apply. If
    /// samples of 16 bits are converted before the reduction (`convertsBeforeEightBits`), no conversion remains.
    package static func eightBit(
        _ image: Image,
        _ conversion: ColorConversion
    ) throws -> (image: Image, conversion: ColorConversion) {
        guard conversion.convertsBeforeEightBits(image.samples) else { return (try eightBit(image), conversion) }
        return (try eightBit(conversion.convert(image)), .none)
    }

    /// Reduces samples to 8 bits. CMYK stays CMYK. This reduction makes all later steps cheaper, so it runs first. Only
    /// some colour conversions run earlier (`convertsBeforeEightBits`).
    static func eightBit(_ image: Image) throws -> Image {
        switch image.interpretation {
        case "cmyk" where image.format == "uchar":
            return image
        case "cmyk" where image.format == "ushort":
            return try image.apply("cast", ["format": "uchar", "shift": true])
        case "srgb", "b-w", "rgb", "multiband":
            if image.format == "uchar" { return image }
            // The range of samples that are not `uchar` is not known here, so the values are clipped, not scaled.
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
