import ImageSpecs
import Vips

/// An image between two processors: 8-bit pixels and the mode that Pillow would use for them.
///
/// PILKit's processors depend on the mode. For example, they treat an `RGBA` image differently from an `RGB` image.
package struct Picture {
    /// The pixels. The modes `L` and `1` have 1 band, `LA` has 2 bands, `RGB` and `CMYK` have 3 bands, and `RGBA` has 4
    /// bands. The bands of `CMYK` are RGB, because the picture is converted to CMYK when it is saved. For `P`, the 3
    /// or 4 bands are the colours of the palette, not indices. An opaque picture with the mode `RGBA` can omit the
    /// alpha band, which saves a quarter of the memory.
    package var image: Image
    package var mode: ConversionMode
    /// The EXIF orientation of the pixels. It is 1 after they are turned upright.
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
    /// Converts grey into three equal bands. Keeps alpha.
    package func withColorBands() throws -> Image {
        guard bands < 3 else { return self }
        let grey = try apply("extract_band", ["band": 0])
        var joined = [grey, grey, grey]
        if bands == 2 { joined.append(try apply("extract_band", ["band": 1])) }
        let image = try Operation.call("bandjoin", ["in": .images(joined)])
        return try image.apply("copy", ["interpretation": "srgb"])
    }

    /// Adds an opaque alpha band if the image has no alpha.
    package func withAlphaBand() throws -> Image {
        guard bands == 1 || bands == 3 else { return self }
        return try apply("bandjoin_const", ["c": [255]])
    }

    /// Drops the alpha band. The colours of transparent pixels do not change.
    package func withoutAlphaBand() throws -> Image {
        guard bands == 2 || bands == 4 else { return self }
        return try apply("extract_band", ["band": 0, "n": .int(bands - 1)])
    }
}
