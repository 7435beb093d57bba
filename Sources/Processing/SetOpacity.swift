import ImageSpecs
import Pictures
import Vips

extension SetOpacity: PictureStep {
    package func apply(to picture: Picture) throws -> Picture {
        try picture.withOpacity(atMost: maximum)
    }
}

extension Picture {
    /// `SetOpacity`: scales alpha so that the most opaque pixel has the value `maximum` (0 to 255). If all pixels are
    /// transparent, alpha does not change. The result is always `RGBA`.
    func withOpacity(atMost maximum: Int) throws -> Picture {
        var pixels = try image.withColorBands().withAlphaBand().pixels()
        let alphas = stride(from: 3, to: pixels.samples.count, by: 4)
        let highest = alphas.reduce(UInt8(0)) { max($0, pixels.samples[$1]) }
        guard highest > 0 else { return try Picture(pixels, mode: .rgba) }
        for index in alphas {
            pixels.samples[index] = UInt8(max(0, min(255, Int(pixels.samples[index]) * maximum / Int(highest))))
        }
        return try Picture(pixels, mode: .rgba)
    }
}
