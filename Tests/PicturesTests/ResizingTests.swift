import RenderingTestSupport
import Testing

@testable import Pictures
@testable import Vips

extension LibvipsSuite {
    @Suite struct ResizingTests {
        /// Returns a picture with waves of all frequencies that pixels can show.
        private func waves(_ size: Size) -> Pixels {
            let samples = (0..<size.area).flatMap { index -> [UInt8] in
                let (x, y) = (index % size.width, index / size.width)
                return [UInt8(truncatingIfNeeded: x &* y), UInt8((x / 9 + y / 5) % 2 * 200 + 20), UInt8(y % 251)]
            }
            return Pixels(width: size.width, height: size.height, bands: 3, samples: samples)
        }

        /// If the height shrinks by a factor of six or more, libvips does the first step of the reduction. The result
        /// differs from the exact filter by at most two levels, and only at the finest waves.
        @Test(arguments: [119, 120, 121, 360, 1000])
        func largeReductionsAreCloseToTheFilter(_ height: Int) throws {
            _ = LibvipsSuite.started
            let size = Size(width: 90, height: height)
            let target = Size(width: 40, height: 20)
            let pixels = waves(size)
            let resized = try Image(pixels).resized(to: target).pixels()

            let exact = Reduction.reducing(pixels.samples, from: size, to: target, bands: 3)
            let differences = zip(resized.samples, exact).map { abs(Int($0) - Int($1)) }
            let mean = Double(differences.reduce(0, +)) / Double(differences.count)
            #expect(mean < 1, "\(mean)")
            if height < 120 { #expect(differences.allSatisfy { $0 == 0 }) }
        }

        /// A CMYK image stays CMYK, even if it has alpha.
        @Test func keepsTheInterpretation() throws {
            _ = LibvipsSuite.started
            let cyan = [UInt8](repeating: 0, count: 30 * 30).flatMap { _ -> [UInt8] in [255, 0, 0, 0, 255] }
            let pixels = Pixels(width: 30, height: 30, bands: 5, samples: cyan)
            let resized = try Image(pixels, interpretation: "cmyk").resized(to: Size(width: 10, height: 12))
            #expect(resized.interpretation == "cmyk")
            #expect(try resized.pixels().samples == Array(cyan.prefix(10 * 12 * 5)))
        }
    }
}
