import Testing
import Vips

@testable import Pictures

struct PlaneReductionTests {
    private func plane(_ size: Size) -> [UInt8] { (0..<size.area).map { UInt8(truncatingIfNeeded: $0 * $0 / 7 + $0) } }

    /// Reduces a plane that arrives in strips.
    private func reduced(_ samples: [UInt8], _ size: Size, to target: Size, rowsPerStrip: Int) -> [UInt8] {
        let reduction = PlaneReduction(from: size, showing: Extents(size), to: target)
        samples.withUnsafeBytes { samples in
            for top in stride(from: 0, to: size.height, by: rowsPerStrip) {
                let rows = UnsafeRawBufferPointer(rebasing: samples[(top * size.width)...])
                guard let start = rows.baseAddress else { return }
                let count = min(rowsPerStrip, size.height - top)
                reduction.add(Strip(start: start, stride: size.width, count: count))
            }
        }
        return reduction.samples
    }

    /// The heights are reduced, reduced after an average of rows, kept, and enlarged.
    @Test(arguments: [20, 2, 77, 90])
    func theStripsDoNotMatter(_ height: Int) {
        let size = Size(width: 53, height: 77)
        let target = Size(width: 53 * height / 77, height: height)
        let expected = reduced(plane(size), size, to: target, rowsPerStrip: 77)
        for rows in [2, 6, 32] {
            #expect(reduced(plane(size), size, to: target, rowsPerStrip: rows) == expected)
        }
    }

    @Test func aPlaneOfTheSameSizeIsCopied() {
        let size = Size(width: 19, height: 13)
        #expect(reduced(plane(size), size, to: size, rowsPerStrip: 4) == plane(size))
    }

    /// The last group of averaged rows has fewer rows.
    @Test func aPlaneOfOneColorKeepsIt() {
        let size = Size(width: 9, height: 101)
        let target = Size(width: 4, height: 2)
        let samples = reduced([UInt8](repeating: 201, count: size.area), size, to: target, rowsPerStrip: 8)
        #expect(samples == [UInt8](repeating: 201, count: target.area))
    }
}
