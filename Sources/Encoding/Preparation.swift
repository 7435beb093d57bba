import ImageSpecs
import Pictures
import Vips

extension Picture {
    /// Prepares a picture for a format as PILKit does (`pilkit.utils.prepare_image`). A picture of mode `CMYK` gets the
    /// mode `RGB`. For a format without alpha, a picture with alpha gets a white background. For GIF, each pixel
    /// becomes opaque or transparent.
    ///
    /// The result differs from PILKit's in one case: PILKit drops the alpha of `LA` images, but this method treats this
    /// alpha like the alpha of `RGBA`.
    func prepared(for format: ImageFormat) throws -> Picture {
        let picture = mode == .cmyk ? Picture(image, mode: .rgb) : self
        guard picture.hasAlpha else { return picture }
        switch format.transparency {
        case .kept: return picture
        case .binary: return try picture.withSnappedAlpha()
        case .flattened: return try picture.flattened()
        }
    }

    /// Makes each pixel opaque or transparent. A pixel becomes transparent if its alpha is at most 128. In a palette
    /// picture, a pixel becomes transparent only if its alpha is 0.
    private func withSnappedAlpha() throws -> Picture {
        var pixels = try image.withColorBands().pixels()
        let maxTransparent: UInt8 = mode == .palette ? 0 : 128
        for index in stride(from: 3, to: pixels.samples.count, by: 4) {
            pixels.samples[index] = pixels.samples[index] > maxTransparent ? 255 : 0
        }
        return try Picture(pixels, mode: .rgba)
    }

    /// Returns the picture for a format if PILKit's preparation is off (`autoconvert` is false). A picture of mode
    /// `CMYK` has RGB pixels, which this method converts to inks for JPEG and TIFF.
    /// - Throws: `ProcessorError` for a JPEG with alpha, because Pillow raises an error too.
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
