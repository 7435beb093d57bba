import ImageSpecs
import Pictures
import Vips

extension Adjust: PictureStep {
    package func apply(to picture: Picture) throws -> Picture {
        try picture.adjusted(color: color, brightness: brightness, contrast: contrast, sharpness: sharpness)
    }
}

extension Picture {
    /// `Adjust`: Pillow's `ImageEnhance`, in PILKit's order. Each enhancement blends the result of the previous one
    /// with a degraded version of it, such as a grey version. A factor above 1 increases the difference from the
    /// degraded version. Alpha does not change. The result is always `RGBA`.
    func adjusted(color: Double, brightness: Double, contrast: Double, sharpness: Double) throws -> Picture {
        var pixels = try image.withColorBands().pixels()
        if color != 1 { pixels = pixels.blended(from: pixels.desaturated(), by: color) }
        if brightness != 1 { pixels = pixels.blended(from: pixels.plain(0), by: brightness) }
        if contrast != 1 { pixels = pixels.blended(from: pixels.plain(pixels.meanLuma()), by: contrast) }
        if sharpness != 1 { pixels = pixels.blended(from: pixels.smoothed(), by: sharpness) }
        return try Picture(pixels, mode: .rgba)
    }
}

extension Pixels {
    /// Blends the colour bands as Pillow's `Blend.c` does, which truncates fractions.
    fileprivate func blended(from degraded: Pixels, by factor: Double) -> Pixels {
        let factor = Float(factor)
        var result = self
        result.mapColors { index, sample in
            let start = Float(degraded.samples[index])
            return UInt8(max(0, min(255, start + factor * (Float(sample) - start))))
        }
        return result
    }

    fileprivate func plain(_ value: UInt8) -> Pixels {
        var result = self
        result.mapColors { _, _ in value }
        return result
    }

    fileprivate func desaturated() -> Pixels {
        var result = self
        for index in stride(from: 0, to: samples.count, by: bands) {
            let luma = Blending.luma(samples[index], samples[index + 1], samples[index + 2])
            for band in 0..<3 { result.samples[index + band] = luma }
        }
        return result
    }

    fileprivate func meanLuma() -> UInt8 {
        let sum = stride(from: 0, to: samples.count, by: bands).reduce(0) { sum, index in
            sum + Int(Blending.luma(samples[index], samples[index + 1], samples[index + 2]))
        }
        return UInt8(Double(sum) / Double(width * height) + 0.5)
    }

    /// Applies Pillow's `ImageFilter.SMOOTH`: the centre has the weight 5/13, and each of its eight neighbours has the
    /// weight 1/13. The outermost pixels do not change.
    fileprivate func smoothed() -> Pixels {
        var result = self
        guard width > 2, height > 2 else { return result }
        let row = width * bands
        for y in 1..<height - 1 {
            for x in 1..<width - 1 {
                for band in 0..<3 {
                    let index = y * row + x * bands + band
                    var sum = 4 * Int(samples[index])
                    for line in [index - row, index, index + row] {
                        sum += Int(samples[line - bands]) + Int(samples[line]) + Int(samples[line + bands])
                    }
                    result.samples[index] = UInt8((2 * sum + 13) / 26)
                }
            }
        }
        return result
    }

    /// Changes the samples of the first three bands.
    private mutating func mapColors(_ change: (_ index: Int, _ sample: UInt8) -> UInt8) {
        let bands = bands
        samples.withUnsafeMutableBufferPointer { samples in
            for pixel in stride(from: 0, to: samples.count, by: bands) {
                for index in pixel..<pixel + 3 { samples[index] = change(index, samples[index]) }
            }
        }
    }
}
