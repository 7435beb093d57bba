import RenderingTestSupport
import Testing

@testable import Pictures
@testable import Vips

extension LibvipsSuite {
    @Suite struct ResizingTests {
        /// Waves from coarse to as fine as pixels can show.
        private func waves(_ size: Size) -> Pixels {
            let samples = (0..<size.area).flatMap { place -> [UInt8] in
                let (x, y) = (place % size.width, place / size.width)
                return [UInt8(truncatingIfNeeded: x &* y), UInt8((x / 9 + y / 5) % 2 * 200 + 20), UInt8(y % 251)]
            }
            return Pixels(width: size.width, height: size.height, bands: 3, samples: samples)
        }

        /// From six times the wanted height on libvips takes the first step. What it makes is the filter's own picture, but
        /// for a level or two where the finest waves are.
        @Test(arguments: [119, 120, 121, 360, 1000])
        func muchSmallerIsTheFiltersPicture(_ height: Int) throws {
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

        /// Ink stays ink, with alpha beside it too.
        @Test func coloursAreOfTheSameKindAfterwards() throws {
            _ = LibvipsSuite.started
            let cyan = [UInt8](repeating: 0, count: 30 * 30).flatMap { _ -> [UInt8] in [255, 0, 0, 0, 255] }
            let pixels = Pixels(width: 30, height: 30, bands: 5, samples: cyan)
            let resized = try Image(pixels, interpretation: "cmyk").resized(to: Size(width: 10, height: 12))
            #expect(resized.interpretation == "cmyk")
            #expect(try resized.pixels().samples == Array(cyan.prefix(10 * 12 * 5)))
        }
    }
}
