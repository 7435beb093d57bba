import ImageSpecs
import Vips

/// An image on its way through the processors: 8-bit pixels and the mode that Pillow would have for them.
///
/// PILKit's processors look at the mode: what they do to an `RGBA` image is not what they do to an `RGB` one.
package struct Picture {
    /// 1 band for `L` and `1`, 2 for `LA`, 3 for `RGB` and `CMYK`, 4 for `RGBA`; `P` has its colours looked up, in 3 or
    /// 4 bands. A mode with alpha may go without that band: every pixel is opaque then, and costs a quarter less.
    package var image: Image
    package var mode: ConversionMode
    /// EXIF's orientation, while the pixels are still as stored; 1 afterwards.
    package var orientation = 1

    package var size: Size { Size(width: image.width, height: image.height) }
    package var hasAlpha: Bool { image.bands == 2 || image.bands == 4 }

    package init(_ image: Image, mode: ConversionMode) {
        self.image = image
        self.mode = mode
    }

    package init(_ pixels: Pixels, mode: ConversionMode) throws {
        self.init(try Image(pixels), mode: mode)
    }
}

extension Image {
    /// Grey made into three equal bands; alpha stays.
    package func withColorBands() throws -> Image {
        guard bands < 3 else { return self }
        let grey = try apply("extract_band", ["band": 0])
        var joined = [grey, grey, grey]
        if bands == 2 { joined.append(try apply("extract_band", ["band": 1])) }
        let image = try Operation.call("bandjoin", ["in": .images(joined)])
        return try image.apply("copy", ["interpretation": "srgb"])
    }

    /// With an opaque alpha band, where there is none.
    package func withAlphaBand() throws -> Image {
        guard bands == 1 || bands == 3 else { return self }
        return try apply("bandjoin_const", ["c": [255]])
    }

    /// Without an alpha band; colours under it stay as they are.
    package func withoutAlphaBand() throws -> Image {
        guard bands == 2 || bands == 4 else { return self }
        return try apply("extract_band", ["band": 0, "n": .int(bands - 1)])
    }
}
