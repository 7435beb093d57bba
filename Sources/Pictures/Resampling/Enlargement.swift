import Vips

/// Pillow's resampling with a three-lobed Lanczos filter (`Resample.c`), with the same results to the last bit. This
/// type is used to enlarge pictures, because libvips enlarges with a cubic filter, whose result is softer.
enum Enlargement {
    private static let precision = 22

    /// - Parameter hasAlpha: whether the last band is alpha. With alpha, the resampling weights colours by alpha.
    static func resampled(_ pixels: Pixels, to target: Size, hasAlpha: Bool) -> Pixels {
        var result = hasAlpha ? pixels.premultiplied() : pixels
        // Use Pillow's order of the passes. The order affects the result, because each pass rounds. The horizontal pass
        // is first, except if the height shrinks and a vertical pass leaves fewer samples for the second pass.
        let (horizontalFirst, verticalFirst) = (target.width * pixels.height, target.height * pixels.width)
        let isVerticalFirst = target.height < pixels.height && verticalFirst < horizontalFirst
        if isVerticalFirst { result = vertically(result, to: target.height) }
        if target.width != result.width { result = horizontally(result, to: target.width) }
        if target.height != result.height { result = vertically(result, to: target.height) }
        return hasAlpha ? result.unpremultiplied() : result
    }

    /// A window whose weights are integers with 22 fractional bits.
    private struct Window {
        let first: Int
        let weights: [Int]

        init(_ window: LanczosWindow) {
            first = window.first
            weights = window.weights.map { Int(($0 * Double(1 << precision)).rounded(.toNearestOrAwayFromZero)) }
        }
    }

    private static func windows(from length: Int, to target: Int) -> [Window] {
        LanczosWindow.windows(from: length, to: target).map(Window.init)
    }

    private static func horizontally(_ pixels: Pixels, to width: Int) -> Pixels {
        let windows = windows(from: pixels.width, to: width)
        let bands = pixels.bands
        var samples: [UInt8] = []
        samples.reserveCapacity(width * pixels.height * bands)
        pixels.samples.withUnsafeBufferPointer { source in
            for row in 0..<pixels.height {
                for window in windows {
                    let start = (row * pixels.width + window.first) * bands
                    for band in 0..<bands {
                        samples.append(sample(source, at: start + band, step: bands, window.weights))
                    }
                }
            }
        }
        return Pixels(width: width, height: pixels.height, bands: bands, samples: samples)
    }

    private static func vertically(_ pixels: Pixels, to height: Int) -> Pixels {
        let row = pixels.width * pixels.bands
        var samples: [UInt8] = []
        samples.reserveCapacity(row * height)
        pixels.samples.withUnsafeBufferPointer { source in
            for window in windows(from: pixels.height, to: height) {
                for column in 0..<row {
                    samples.append(sample(source, at: window.first * row + column, step: row, window.weights))
                }
            }
        }
        return Pixels(width: pixels.width, height: height, bands: pixels.bands, samples: samples)
    }

    @inline(__always)
    private static func sample(
        _ source: UnsafeBufferPointer<UInt8>,
        at start: Int,
        step: Int,
        _ weights: [Int]
    ) -> UInt8 {
        var sum = 1 << (precision - 1)
        var index = start
        for weight in weights {
            sum += Int(source[index]) * weight
            index += step
        }
        return UInt8(max(0, min(255, sum >> precision)))
    }
}

extension Pixels {
    /// Multiplies colours by alpha, as Pillow's `rgbA2rgba` does.
    fileprivate func premultiplied() -> Pixels {
        mappingColors { color, alpha in Blending.dividedBy255(color * alpha) }
    }

    /// Divides colours by alpha, as Pillow's `rgba2rgbA` does.
    fileprivate func unpremultiplied() -> Pixels {
        mappingColors { color, alpha in alpha == 0 ? color : min(255, 255 * color / alpha) }
    }

    private func mappingColors(_ change: (_ color: Int, _ alpha: Int) -> Int) -> Pixels {
        var result = self
        result.samples.withUnsafeMutableBufferPointer { samples in
            for pixel in stride(from: 0, to: samples.count, by: bands) {
                let alpha = Int(samples[pixel + bands - 1])
                for index in pixel..<pixel + bands - 1 {
                    samples[index] = UInt8(change(Int(samples[index]), alpha))
                }
            }
        }
        return result
    }
}
