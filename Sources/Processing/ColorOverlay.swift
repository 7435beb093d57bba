import ImageSpecs
import Pictures
import Vips

extension ColorOverlay: PictureStep {
    package func apply(to picture: Picture) throws -> Picture {
        try picture.overlaid(with: color, opacity: opacity)
    }
}

extension Picture {
    /// `ColorOverlay`: blends the image with a colour. Alpha is dropped, so the result is always `RGB`.
    func overlaid(with color: Color, opacity: Double) throws -> Picture {
        var pixels = try image.withColorBands().withoutAlphaBand().pixels()
        let mask = UInt8(max(0, min(255, Int((1 - opacity) * 255))))
        let over = [color.red, color.green, color.blue]
        pixels.samples.withUnsafeMutableBufferPointer { samples in
            for index in samples.indices {
                samples[index] = Blending.blend(over[index % 3], samples[index], mask: mask)
            }
        }
        return try Picture(pixels, mode: .rgb)
    }
}
