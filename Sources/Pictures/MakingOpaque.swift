import ImageSpecs
import Vips

extension Picture {
    /// `MakeOpaque`: pastes the image onto a canvas of its size, with the alpha of the image as the mask. As in PILKit,
    /// the mask also applies to alpha. So pixels with an alpha of one half get an alpha of three quarters on an opaque
    /// canvas.
    package func opaque(on background: Color) throws -> Picture {
        guard hasAlpha else { return Picture(try image.withColorBands(), mode: .rgba) }
        var pixels = try image.withColorBands().pixels()
        let under = [background.red, background.green, background.blue, background.alpha]
        pixels.samples.withUnsafeMutableBufferPointer { samples in
            for index in stride(from: 0, to: samples.count, by: 4) {
                let alpha = samples[index + 3]
                guard alpha < 255 else { continue }
                for band in 0..<4 {
                    samples[index + band] = Blending.blend(under[band], samples[index + band], mask: alpha)
                }
            }
        }
        return try Picture(pixels, mode: .rgba)
    }

    /// Applies `MakeOpaque` and drops the alpha band, so that the result is `RGB`. A picture without alpha does not
    /// change. PILKit prepares images in this way for formats without alpha.
    package func flattened(on background: Color = .white) throws -> Picture {
        guard hasAlpha else { return self }
        return Picture(try opaque(on: background).image.withoutAlphaBand(), mode: .rgb)
    }
}
