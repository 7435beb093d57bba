import Decoding
import ImageSpecs
import Pictures
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

    /// `SetOpacity`: alpha scaled so that the most opaque pixel has `maximum` (0 to 255). Always `RGBA` afterwards.
    func withOpacity(atMost maximum: Int) throws -> Picture {
        var pixels = try image.withColorBands().withAlphaBand().pixels()
        let alphas = stride(from: 3, to: pixels.samples.count, by: 4)
        let most = alphas.reduce(UInt8(0)) { max($0, pixels.samples[$1]) }
        guard most > 0 else { return try Picture(pixels, mode: .rgba) }
        for index in alphas {
            pixels.samples[index] = UInt8(max(0, min(255, Int(pixels.samples[index]) * maximum / Int(most))))
        }
        return try Picture(pixels, mode: .rgba)
    }

    /// `ImageOverlay`: another image laid over this one, its corner at (`x`, `y`). Keeps the mode.
    func overlaid(withImageAt path: String, x: Int, y: Int) throws -> Picture {
        try overlaid(with: Picture.overlay(at: path).image.withColorBands().withAlphaBand().pixels(), x: x, y: y)
    }

    /// - Parameter overlay: RGBA.
    func overlaid(with overlay: Pixels, x: Int, y: Int) throws -> Picture {
        var pixels = try image.withColorBands().withAlphaBand().pixels()
        let rows = max(0, y)..<max(0, y, min(pixels.height, y + overlay.height))
        let columns = max(0, x)..<max(0, x, min(pixels.width, x + overlay.width))
        for row in rows {
            for column in columns {
                let over = ((row - y) * overlay.width + column - x) * 4
                let under = (row * pixels.width + column) * 4
                Blending.compose(&pixels.samples, at: under, overlay.samples[over..<over + 4])
            }
        }
        return try Picture(pixels, mode: .rgba).converted(to: mode)
    }

    private static func overlay(at path: String) throws -> Picture {
        do {
            let limits = Job.Limits()
            let decoder = try Decoder(SourceFile(path: path, limits: limits), limits: limits)
            return try decoder.picture(.srgb)
        } catch let failure as Failure {
            throw ProcessorError(description: "the overlay \(path): \(failure.message)")
        }
    }
}
