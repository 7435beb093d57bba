import ImageSpecs
import RenderingTestSupport
import Testing
import WorkerProtocol

@testable import Decoding
@testable import Pictures
@testable import Rendering
@testable import Vips

extension LibvipsSuite {
    /// If the sides of a picture are odd and it is reduced while it is decoded, the last column and row show only a
    /// part of a column and a row. The result must not be shifted.
    @Suite struct OddSizeTests {
        /// Returns waves with a period of a few pixels of the reduced picture, so that a shift of half a pixel is
        /// visible.
        private func waves(_ size: Size, period: Double) -> Pixels {
            var samples: [UInt8] = []
            for y in 0..<size.height {
                for x in 0..<size.width {
                    let wave = sine(Double(x) / period) * sine(Double(y) / period)
                    samples += [127 + 95 * wave, 127 - 95 * wave, 127 + 60 * wave].map(UInt8.init)
                }
            }
            return Pixels(width: size.width, height: size.height, bands: 3, samples: samples)
        }

        /// An approximation of the sine (Bhaskara), for an angle in turns.
        private func sine(_ turns: Double) -> Double {
            let turn = turns - turns.rounded(.down)
            let (half, sign) = turn < 0.5 ? (turn, 1.0) : (turn - 0.5, -1.0)
            let product = 4 * half * (1 - 2 * half) * 2
            return sign * 4 * product / (5 - product)
        }

        /// Compares the result with the full picture, which is decoded first and reduced afterwards.
        @Test(arguments: [("jpegsave", 2), ("jpegsave", 4), ("jpegsave", 8), ("webpsave", 2), ("webpsave", 4)])
        func reducedWhileDecodingIsThePicture(_ saver: String, _ factor: Int) throws {
            let folder = try TemporaryFolder()
            let size = Size(width: 75 * factor * 2 - 1, height: 60 * factor * 2 - 3)
            let options: Arguments = saver == "jpegsave" ? ["Q": 95, "subsample_mode": "off"] : ["Q": 95]
            try folder.save(waves(size, period: Double(8 * factor)), saver, as: "a", options)
            let side = size.width * 10 / (factor * 13)
            let job = try folder.job("a", [spec(#"{"ResizeToFit": {"width": \#(side)}}"#, format: "PNG")])
            #expect(Renderer.render(job).codes == [nil])
            let made = try folder.load("0.out")
            let full = try folder.load("a").resized(to: made.size).pixels()
            let differences = zip(try made.pixels().samples, full.samples).map { abs(Int($0) - Int($1)) }
            let mean = Double(differences.reduce(0, +)) / Double(differences.count)
            #expect(mean < 3, "\(mean)")
        }

        @Test func webPIsHalvedWhileDecodingIfItsSidesAreEven() throws {
            let folder = try TemporaryFolder()
            for (size, loadsHalves) in [
                (Size(width: 64, height: 48), true), (Size(width: 65, height: 48), false),
                (Size(width: 64, height: 49), false),
            ] {
                try folder.save(waves(size, period: 9), "webpsave", as: "a.webp")
                let decoder = try Decoder(
                    SourceFile(path: folder.file("a.webp"), limits: Job.Limits()),
                    limits: Job.Limits()
                )
                #expect(decoder.loadsHalves == loadsHalves)
                guard loadsHalves else { continue }
                let half = try decoder.load(halved: true)
                #expect(Size(width: half.width, height: half.height) == Size(width: 32, height: 24))
            }
        }
    }
}
