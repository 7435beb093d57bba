import ImageSpecs
import Pictures
import Vips

extension Convert: PictureStep {
    package func apply(to picture: Picture) throws -> Picture {
        try picture.converted(to: mode)
    }
}

extension Picture {
    /// `Convert`: Pillow's `convert(mode)`.
    func converted(to mode: ConversionMode) throws -> Picture {
        guard mode != self.mode else { return self }
        switch mode {
        case .rgba:
            return Picture(try image.withColorBands(), mode: .rgba)
        case .rgb, .cmyk:
            // Pillow's conversion from RGB to CMYK uses no black, and the conversion back restores the same values. So
            // the pixels of a picture in CMYK stay RGB until the picture is saved.
            if let keyed = try keyedByTransparentColor(image.withColorBands().pixels()) {
                return try Picture(keyed, mode: mode)
            }
            return Picture(try image.withColorBands().withoutAlphaBand(), mode: mode)
        case .grey:
            if let keyed = try keyedByTransparentColor(grey()) { return try Picture(keyed, mode: .grey) }
            return try Picture(grey().withoutAlpha(), mode: .grey)
        case .greyAlpha:
            return try Picture(grey(), mode: .greyAlpha)
        case .bilevel:
            return try Picture(Dithering.bilevel(grey().withoutAlpha()), mode: .bilevel)
        case .palette:
            if self.mode == .rgba {
                let pixels = try image.withColorBands().withAlphaBand().pixels()
                return try Picture(Octree.quantized(pixels), mode: .palette)
            }
            let color = try Picture(image.withColorBands().withoutAlphaBand(), mode: .rgb)
            guard self.mode != .grey && self.mode != .bilevel else { return Picture(color.image, mode: .palette) }
            return try Picture(Dithering.webPalette(color.image.pixels()), mode: .palette)
        }
    }

    /// Returns `converted` with an alpha of 0 for all pixels that have the colour of the last transparent pixel. The
    /// result is the same as in Pillow: in a mode without alpha, Pillow keeps one transparent colour. Returns nil if
    /// this picture is not a palette image, has no transparent pixel, or has a pixel that is partly transparent.
    private func keyedByTransparentColor(_ converted: Pixels) throws -> Pixels? {
        let bands = converted.bands
        guard mode == .palette, bands == 2 || bands == 4 else { return nil }
        var result = converted
        var key: ArraySlice<UInt8>?
        for alpha in stride(from: bands - 1, to: converted.samples.count, by: bands) {
            switch converted.samples[alpha] {
            case 0: key = converted.samples[alpha - bands + 1..<alpha]
            case 255: continue
            default: return nil
            }
        }
        guard let key else { return nil }
        for alpha in stride(from: bands - 1, to: converted.samples.count, by: bands)
        where converted.samples[alpha - bands + 1..<alpha] == key {
            result.samples[alpha] = 0
        }
        return result
    }

    /// Returns one band of luma, followed by the alpha band if the picture has alpha.
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
    /// Returns the grey band without alpha.
    fileprivate func withoutAlpha() -> Pixels {
        guard bands == 2 else { return self }
        let grey = stride(from: 0, to: samples.count, by: 2).map { samples[$0] }
        return Pixels(width: width, height: height, bands: 1, samples: grey)
    }
}
