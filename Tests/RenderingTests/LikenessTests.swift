#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif
import ImageSpecs
import RenderingTestSupport
import Testing
import WorkerProtocol

@testable import Pictures
@testable import Rendering
@testable import Vips

extension LibvipsSuite {
    /// Each size of a photograph is as sharp as a reduction of the full picture, even if the same job also makes other
    /// sizes.
    @Suite struct LikenessTests {
        /// A picture with details of all sizes.
        private func source() -> Pixels {
            let (width, height) = (801, 535)
            var noise: UInt32 = 1
            var samples: [UInt8] = []
            for y in 0..<height {
                for x in 0..<width {
                    noise = noise &* 1_664_525 &+ 1_013_904_223
                    // The details are rings that become narrower towards a corner, a grid of edges, and grain.
                    let ring = (x * x + y * y) / 3000 % 64
                    let edge = (x / 23 + y / 17).isMultiple(of: 3) ? 60 : 0
                    let grain = Int(noise >> 28)
                    samples += [40 + ring + edge + grain, 90 + ring + grain, 140 - ring + edge].map(UInt8.init)
                }
            }
            return Pixels(width: width, height: height, bands: 3, samples: samples)
        }

        @Test(arguments: [false, true])
        func twoSizes(isProgressive: Bool) throws {
            let folder = try TemporaryFolder()
            try folder.save(source(), "jpegsave", as: "a.jpg", ["Q": 92, "interlace": .bool(isProgressive)])
            let full = try Plane(folder.load("a.jpg"))
            let specs = try [230, 100].map { try spec(#"{"ResizeToFit": {"width": \#($0)}}"#, format: "PNG") }
            var references: [Int: Plane] = [:]
            for wanted: Set<Int> in [[0], [1], [0, 1]] {
                let outcome = Renderer.render(folder.job("a.jpg", specs, wanted: wanted))
                for index in wanted.sorted() {
                    #expect(outcome.codes[index] == nil)
                    let made = try Plane(folder.load("\(index).out"))
                    let reference = references[index] ?? full.reduced(toWidth: made.width, height: made.height)
                    references[index] = reference
                    let likeness = made.likeness(to: reference)
                    #expect(likeness >= 0.997, "\(made.width) px: \(likeness)")
                }
            }
        }
    }
}

/// The luma of a picture, in floating point.
private struct Plane {
    var width: Int
    var height: Int
    var values: [Double]

    init(_ image: Image) throws {
        let pixels = try image.pixels()
        (width, height) = (pixels.width, pixels.height)
        values = (0..<width * height).map { index in
            let pixel = pixels.samples[pixels.bands * index..<pixels.bands * index + 3].map(Double.init)
            return 0.299 * pixel[0] + 0.587 * pixel[1] + 0.114 * pixel[2]
        }
    }

    private init(width: Int, height: Int, values: [Double]) {
        (self.width, self.height, self.values) = (width, height, values)
    }

    /// Reduces the plane by the definition of the Lanczos filter with three lobes.
    func reduced(toWidth target: Int, height: Int) -> Plane {
        transposed.reducedHeight(to: target).transposed.reducedHeight(to: height)
    }

    private var transposed: Plane {
        Plane(
            width: height,
            height: width,
            values: (0..<width).flatMap { x in (0..<height).map { y in values[y * width + x] } }
        )
    }

    private func reducedHeight(to target: Int) -> Plane {
        func sinc(_ x: Double) -> Double { x == 0 ? 1 : sin(.pi * x) / (.pi * x) }
        let scale = Double(height) / Double(target)
        var result: [Double] = []
        for row in 0..<target {
            let center = (Double(row) + 0.5) * scale
            let rows = max(0, Int(center - 3 * scale))..<min(height, Int(center + 3 * scale) + 1)
            let weights = rows.map { row in
                let x = (Double(row) + 0.5 - center) / scale
                return abs(x) < 3 ? sinc(x) * sinc(x / 3) : 0
            }
            let sum = weights.reduce(0, +)
            values.withUnsafeBufferPointer { values in
                for x in 0..<width {
                    var total = 0.0
                    for (row, weight) in zip(rows, weights) { total += values[row * width + x] * weight }
                    result.append(total / sum)
                }
            }
        }
        return Plane(width: width, height: target, values: result)
    }

    /// The mean structural similarity (Wang et al., 2004) of windows of 8 × 8 samples.
    func likeness(to other: Plane) -> Double {
        var (sum, count) = (0.0, 0.0)
        for top in stride(from: 0, to: height - 7, by: 2) {
            for left in stride(from: 0, to: width - 7, by: 2) {
                sum += likeness(to: other, top, left)
                count += 1
            }
        }
        return sum / count
    }

    private func likeness(to other: Plane, _ top: Int, _ left: Int) -> Double {
        var (a, b, aa, bb, ab) = (0.0, 0.0, 0.0, 0.0, 0.0)
        for y in top..<top + 8 {
            for x in left..<left + 8 {
                let (first, second) = (values[y * width + x], other.values[y * width + x])
                a += first / 64
                b += second / 64
                aa += first * first / 64
                bb += second * second / 64
                ab += first * second / 64
            }
        }
        let (c1, c2) = (0.01 * 255 * 0.01 * 255, 0.03 * 255 * 0.03 * 255)
        return (2 * a * b + c1) * (2 * (ab - a * b) + c2)
            / ((a * a + b * b + c1) * (aa - a * a + bb - b * b + c2))
    }
}
