import ImageSpecs
import Pictures
import Vips

extension Rounded: PictureStep {
    package func apply(to picture: Picture) throws -> Picture {
        try picture.rounded(radius: radius)
    }
}

extension Picture {
    /// `Rounded`: makes the corners transparent outside a quarter circle, with antialiased edges. The result is always
    /// `RGBA`.
    /// - Parameter radius: the radius in pixels, at most half of the shorter side. Nil stands for half of the shorter
    ///   side, so a square image becomes a circle.
    func rounded(radius: Int?) throws -> Picture {
        var pixels = try image.withColorBands().withAlphaBand().pixels()
        let maxRadius = Double(min(pixels.width, pixels.height)) / 2
        let radius = min(radius.map(Double.init) ?? maxRadius, maxRadius)
        let reach = Int(radius.rounded(.up))
        for y in 0..<reach {
            for x in 0..<reach {
                let coverage = Rounding.coverage(x: x, y: y, radius: radius)
                guard coverage < 1 else { continue }
                let corners = [
                    (x, y), (pixels.width - 1 - x, y), (x, pixels.height - 1 - y),
                    (pixels.width - 1 - x, pixels.height - 1 - y),
                ]
                // If a side has an odd number of pixels, two corners can share a pixel. Change such a pixel only once.
                var visited: [Int] = []
                for (column, row) in corners {
                    let index = (row * pixels.width + column) * 4 + 3
                    guard !visited.contains(index) else { continue }
                    visited.append(index)
                    pixels.samples[index] = UInt8((Double(pixels.samples[index]) * coverage).rounded())
                }
            }
        }
        return try Picture(pixels, mode: .rgba)
    }
}

enum Rounding {
    /// Returns the share of a pixel that lies inside the quarter circle of the top left corner, from 0 to 1. The
    /// function tests 8×8 points of the pixel.
    static func coverage(x: Int, y: Int, radius: Double) -> Double {
        let steps = 8
        var inside = 0
        for row in 0..<steps {
            for column in 0..<steps {
                let dx = radius - (Double(x) + (Double(column) + 0.5) / Double(steps))
                let dy = radius - (Double(y) + (Double(row) + 0.5) / Double(steps))
                if dx <= 0 || dy <= 0 || dx * dx + dy * dy <= radius * radius { inside += 1 }
            }
        }
        return Double(inside) / Double(steps * steps)
    }
}
