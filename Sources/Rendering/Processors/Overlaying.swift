import ImageSpecs
import Vips
import WorkerProtocol

extension Picture {
    /// `ColorOverlay`: a colour laid over the image. Alpha is lost: always `RGB` afterwards.
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

    /// `SetOpacity`: no pixel is more opaque than `maximum` (0 to 255).
    func withOpacity(atMost maximum: Int) throws -> Picture {
        var pixels = try image.withColorBands().withAlphaBand().pixels()
        let maximum = UInt8(max(0, min(255, maximum)))
        for index in stride(from: 3, to: pixels.samples.count, by: 4) {
            pixels.samples[index] = min(pixels.samples[index], maximum)
        }
        return try Picture(pixels, mode: .rgba)
    }

    /// `ImageOverlay`: another image pasted over this one through its alpha, its corner at (`x`, `y`).
    func overlaid(withImageAt path: String, x: Int, y: Int) throws -> Picture {
        let overlay = try Picture.overlay(at: path).image.withColorBands().withAlphaBand().pixels()
        var pixels = try image.withColorBands().withAlphaBand().pixels()
        let rows = max(0, y)..<max(0, y, min(pixels.height, y + overlay.height))
        let columns = max(0, x)..<max(0, x, min(pixels.width, x + overlay.width))
        for row in rows {
            for column in columns {
                let over = ((row - y) * overlay.width + column - x) * 4
                let under = (row * pixels.width + column) * 4
                let mask = overlay.samples[over + 3]
                for band in 0..<4 {
                    pixels.samples[under + band] = Blending.blend(
                        pixels.samples[under + band],
                        overlay.samples[over + band],
                        mask: mask
                    )
                }
            }
        }
        return try Picture(pixels, mode: .rgba)
    }

    private static func overlay(at path: String) throws -> Picture {
        do {
            let limits = Job.Limits()
            let decoder = try Decoder(SourceFile(path: path, limits: limits), limits: limits)
            return try Normalization.picture(decoder.load(shrink: 1), convertsColors: true)
        } catch let failure as Failure {
            throw ProcessorError(description: "the overlay \(path): \(failure.message)")
        }
    }
}
