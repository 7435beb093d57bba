import ImageSpecs
import Pictures
import Vips

extension Picture {
    /// Prepares a picture for a format as PILKit does (`pilkit.utils.prepare_image`). Formats without alpha get a white
    /// background, and pixels of a GIF become opaque or transparent.
    ///
    /// There is one difference: PILKit drops the alpha of `LA` images, but this code keeps it like the alpha of `RGBA`.
    func prepared(for format: ImageFormat) throws -> Picture {
        let picture = mode == .cmyk ? Picture(image, mode: .rgb) : self
        guard picture.hasAlpha else { return picture }
        switch format.transparency {
        case .kept: return picture
        case .binary: return try picture.withSnappedAlpha()
        case .flattened: return try picture.flattened()
        }
    }

    /// Makes each pixel opaque or transparent, with the limit at half. In a palette picture, only fully transparent
    /// pixels stay transparent.
    private func withSnappedAlpha() throws -> Picture {
        var pixels = try image.withColorBands().pixels()
        let maxTransparent: UInt8 = mode == .palette ? 0 : 128
        for index in stride(from: 3, to: pixels.samples.count, by: 4) {
            pixels.samples[index] = pixels.samples[index] > maxTransparent ? 255 : 0
        }
        return try Picture(pixels, mode: .rgba)
    }

    /// Checks a picture that is not prepared (`autoconvert` off).
    /// - Throws: `ProcessorError` if Pillow raises an error: JPEG and BMP do not support some modes.
    func unprepared(for format: ImageFormat) throws -> Picture {
        if hasAlpha && format == .jpeg {
            throw ProcessorError(
                description: "\(format.rawValue) has no transparency: use MakeOpaque, or leave autoconvert on"
            )
        }
        guard mode == .cmyk, format == .jpeg || format == .tiff else { return self }
        let inks = try image.apply("invert")
        let all = try inks.apply("bandjoin_const", ["c": [0]]).apply("copy", ["interpretation": "cmyk"])
        return Picture(all, mode: .cmyk)
    }
}
