import ImageSpecs
import Pictures
import Vips

extension Rounded: PictureStep {
    package func apply(to picture: Picture) throws -> Picture {
        try picture.rounded(radius: radius)
    }
}

extension Picture {
    /// `Rounded`: corners cut off along a quarter circle, with smooth edges. Always `RGBA` afterwards.
    /// - Parameter radius: in pixels, at most half the shorter side, which nil stands for: a circle, of a square image.
    func rounded(radius: Int?) throws -> Picture {
        var pixels = try image.withColorBands().withAlphaBand().pixels()
        let most = Double(min(pixels.width, pixels.height)) / 2
        let radius = min(radius.map(Double.init) ?? most, most)
        let reach = Int(radius.rounded(.up))
        for y in 0..<reach {
            for x in 0..<reach {
                let coverage = Rounding.coverage(x: x, y: y, radius: radius)
                guard coverage < 1 else { continue }
                let corners = [
                    (x, y), (pixels.width - 1 - x, y), (x, pixels.height - 1 - y),
                    (pixels.width - 1 - x, pixels.height - 1 - y),
                ]
                // In the middle of an odd side, corners meet in one pixel.
                var done: [Int] = []
                for (column, row) in corners {
                    let index = (row * pixels.width + column) * 4 + 3
                    guard !done.contains(index) else { continue }
                    done.append(index)
                    pixels.samples[index] = UInt8((Double(pixels.samples[index]) * coverage).rounded())
                }
            }
        }
        return try Picture(pixels, mode: .rgba)
    }
}

enum Rounding {
    /// How much of a pixel lies within the quarter circle that rounds the top left corner: from 0 to 1, by 8 × 8 points.
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
