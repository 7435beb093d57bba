import ImageSpecs
import Pictures
import Vips

extension Picture {
    /// Made fit for a format as PILKit does (`pilkit.utils.prepare_image`): formats without alpha get a white ground,
    /// GIF's pixels are opaque or not at all.
    ///
    /// One kindness more: the alpha of `LA` images, which PILKit drops, is kept like that of `RGBA`.
    func prepared(for format: ImageFormat) throws -> Picture {
        let picture = mode == .cmyk ? Picture(image, mode: .rgb) : self
        guard picture.hasAlpha else { return picture }
        switch format.transparency {
        case .kept: return picture
        case .binary: return try picture.withSnappedAlpha()
        case .flattened: return try picture.flattened()
        }
    }

    /// More opaque than not is opaque, all else is transparent. Of a palette only what is fully transparent is.
    private func withSnappedAlpha() throws -> Picture {
        var pixels = try image.withColorBands().pixels()
        let mostTransparent: UInt8 = mode == .palette ? 0 : 128
        for index in stride(from: 3, to: pixels.samples.count, by: 4) {
            pixels.samples[index] = pixels.samples[index] > mostTransparent ? 255 : 0
        }
        return try Picture(pixels, mode: .rgba)
    }

    /// Left as it is (`autoconvert` off).
    /// - Throws: `ProcessorError` where Pillow does: JPEG and BMP cannot hold what the picture has.
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
