import Pictures
import Vips

/// Pillow's Gaussian blur (`BoxBlur.c`): three box blurs of fractional width in each direction, after Gwosdek et al.,
/// "Theoretical Foundations of Gaussian Convolution by Extended Box Filtering".
enum BoxBlur {
    private static let passes = 3

    /// Blurs all bands, including alpha. Beyond the edges, the outermost pixels are repeated. `radius` is the standard
    /// deviation in pixels.
    static func gaussian(_ pixels: Pixels, radius: Double) -> Pixels {
        guard radius > 0 else { return pixels }
        let box = boxRadius(Float(radius))
        var result = pixels
        let row = pixels.width * pixels.bands
        for y in 0..<pixels.height {
            for band in 0..<pixels.bands {
                blurLine(&result.samples, start: y * row + band, stride: pixels.bands, count: pixels.width, radius: box)
            }
        }
        for x in 0..<row {
            blurLine(&result.samples, start: x, stride: row, count: pixels.height, radius: box)
        }
        return result
    }

    private static func boxRadius(_ radius: Float) -> Float {
        let variance = radius * radius / Float(passes)
        let length = (12 * variance + 1).squareRoot()
        let width = ((length - 1) / 2).rounded(.down)
        let fraction =
            (2 * width + 1) * (width * (width + 1) - 3 * variance) / (6 * (variance - (width + 1) * (width + 1)))
        return width + fraction
    }

    private static func blurLine(_ samples: inout [UInt8], start: Int, stride: Int, count: Int, radius: Float) {
        let width = Int(radius)
        let inner = Int(Float(1 << 24) / (radius * 2 + 1))
        let outer = ((1 << 24) - (width * 2 + 1) * inner) / 2
        var line = (0..<count).map { Int(samples[start + $0 * stride]) }
        var blurred = line
        func at(_ index: Int) -> Int { line[max(0, min(count - 1, index))] }
        for _ in 0..<passes {
            // All samples before the line equal its first sample, and all samples after it equal its last sample. So the
            // sum over the first window takes at most `count` steps, even if the window is much longer.
            var sum = (width + 1) * at(0) + (0..<min(width, count)).reduce(0) { $0 + at($1) }
            sum += max(0, width - count) * at(count - 1)
            for index in 0..<count {
                sum += at(index + width) - at(index - width - 1)
                let edges = at(index - width - 1) + at(index + width + 1)
                blurred[index] = (sum * inner + edges * outer + (1 << 23)) >> 24
            }
            swap(&line, &blurred)
        }
        for index in 0..<count { samples[start + index * stride] = UInt8(line[index]) }
    }
}
