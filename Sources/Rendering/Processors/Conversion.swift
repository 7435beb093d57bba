import ImageSpecs
import Vips

extension Picture {
    /// `Convert`: Pillow's `convert(mode)`.
    func converted(to mode: ConversionMode) throws -> Picture {
        guard mode != self.mode else { return self }
        switch mode {
        case .rgba:
            return Picture(try image.withColorBands(), mode: .rgba)
        case .rgb, .cmyk:
            // Pillow's CMYK of an RGB image has no black, and its way back loses nothing: it stays RGB until it is saved.
            return Picture(try image.withColorBands().withoutAlphaBand(), mode: mode)
        case .grey:
            return try Picture(grey().withoutAlpha(), mode: .grey)
        case .greyAlpha:
            return try Picture(grey(), mode: .greyAlpha)
        case .bilevel:
            return try Picture(Dithering.bilevel(grey().withoutAlpha()), mode: .bilevel)
        case .palette:
            let color = try Picture(image.withColorBands().withoutAlphaBand(), mode: .rgb)
            guard self.mode != .grey && self.mode != .bilevel else { return Picture(color.image, mode: .palette) }
            return try Picture(Dithering.webPalette(color.image.pixels()), mode: .palette)
        }
    }

    /// One band of luma, and alpha if there is one.
    private func grey() throws -> Pixels {
        let pixels = try image.pixels()
        guard pixels.bands > 2 else { return pixels }
        let bands = pixels.bands - 2
        var samples = [UInt8](repeating: 0, count: pixels.width * pixels.height * bands)
        for index in 0..<pixels.width * pixels.height {
            let source = index * pixels.bands
            samples[index * bands] = Blending.luma(
                pixels.samples[source],
                pixels.samples[source + 1],
                pixels.samples[source + 2]
            )
            if bands == 2 { samples[index * 2 + 1] = pixels.samples[source + 3] }
        }
        return Pixels(width: pixels.width, height: pixels.height, bands: bands, samples: samples)
    }
}

extension Pixels {
    /// The grey of grey and alpha.
    fileprivate func withoutAlpha() -> Pixels {
        guard bands == 2 else { return self }
        let grey = stride(from: 0, to: samples.count, by: 2).map { samples[$0] }
        return Pixels(width: width, height: height, bands: 1, samples: grey)
    }
}
