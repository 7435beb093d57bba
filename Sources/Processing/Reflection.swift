import ImageSpecs
import Pictures
import Vips

extension Reflection: PictureStep {
    package func apply(to picture: Picture) throws -> Picture {
        try picture.reflected(on: background, size: size, opacity: opacity)
    }
}

extension Picture {
    /// `Reflection`: appends the mirror image below the image. The mirror image fades into the background colour. The
    /// result is always `RGBA`.
    /// - Parameters:
    ///   - size: the height of the reflection as a fraction of the image's height.
    ///   - opacity: the opacity of the first row of the reflection.
    func reflected(on background: Color, size: Double, opacity: Double) throws -> Picture {
        let source = try image.withColorBands().withAlphaBand().pixels()
        let height = Int(Double(source.height) * size)
        guard let fade = Fade(size: size, opacity: opacity, height: source.height), height <= source.height else {
            throw ProcessorError(description: "a reflection needs a size above 0 and up to 1")
        }
        let under = [background.red, background.green, background.blue, background.alpha]
        let row = source.width * 4
        var samples = source.samples
        samples.reserveCapacity(samples.count + height * row)
        for y in 0..<height {
            let mirrored = (source.height - 1 - y) * row
            let mask = fade.masks[y]
            for index in 0..<row {
                samples.append(Blending.blend(source.samples[mirrored + index], under[index % 4], mask: mask))
            }
        }
        let pixels = Pixels(width: source.width, height: source.height + height, bands: 4, samples: samples)
        return try Picture(pixels, mode: .rgba)
    }
}

/// The share of the background in each row of a reflection. As in PILKit, the shares are a ramp of 255 values, resized
/// to the image's height with Pillow's bicubic filter. A reflection that is lower than the image uses the first rows.
struct Fade {
    /// One mask for each row of the image. 255 means only background.
    let masks: [UInt8]

    /// Returns nil if PILKit would divide by zero.
    init?(size: Double, opacity: Double, height: Int) {
        let start = Int(255 - 255 * opacity)
        let steps = Int(255 * size)
        guard steps > 0, height > 0 else { return nil }
        let increment = Double(255 - start) / Double(steps)
        let ramp = (0..<255).map { $0 < steps ? Double(Int(Double($0) * increment + Double(start)) & 255) : 255 }

        let scale = Double(ramp.count) / Double(height)
        let filterScale = max(scale, 1)
        masks = (0..<height).map { row in
            let center = (Double(row) + 0.5) * scale
            let first = max(0, Int(center - 2 * filterScale + 0.5))
            let last = min(ramp.count, Int(center + 2 * filterScale + 0.5))
            let weights = (first..<last).map { Fade.bicubic((Double($0) - center + 0.5) / filterScale) }
            let sum = zip(ramp[first..<last], weights).reduce(0) { $0 + $1.0 * $1.1 }
            return UInt8(max(0, min(255, sum / weights.reduce(0, +) + 0.5)))
        }
    }

    /// The cubic kernel with a = -0.5.
    private static func bicubic(_ x: Double) -> Double {
        let x = abs(x)
        if x < 1 { return (1.5 * x - 2.5) * x * x + 1 }
        if x < 2 { return ((-0.5 * x + 2.5) * x - 4) * x + 2 }
        return 0
    }
}
