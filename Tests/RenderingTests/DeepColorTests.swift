import Containers
import ImageSpecs
import RenderingTestSupport
import Testing
import WorkerProtocol

@testable import Rendering
@testable import Vips

extension LibvipsSuite {
    /// Colours of 16 bits are converted with their profile before they are reduced to 8 bits.
    @Suite struct DeepColorTests {
        /// Returns sRGB's levels 0 to 199 in linear light, with five pixels each (IEC 61966-2-1).
        private func ramp(_ bands: Int) throws -> Image {
            let levels = (0..<1000).map { UInt8($0 / 5) }
            let row = Pixels(width: 1000, height: 1, bands: 1, samples: levels)
            let light = try Image(
                Pixels(width: 1000, height: 8, bands: 1, samples: (0..<8).flatMap { _ in row.samples })
            )
            .apply("linear", ["a": [1.0 / 255], "b": [0]])
            // The curve is ((x + 0.055) / 1.055) ^ 2.4. The levels up to 10 are on the straight part of the curve.
            let curve = try light.apply("linear", ["a": [1 / 1.055], "b": [0.055 / 1.055]])
                .apply("math2_const", ["math2": "pow", "c": [2.4]])
            let line = try light.apply("linear", ["a": [1 / 12.92], "b": [0]])
            let isDark = try light.apply("relational_const", ["relational": "lesseq", "c": [0.04045]])
            let samples = try Operation.call(
                "ifthenelse",
                ["cond": .image(isDark), "in1": .image(line), "in2": .image(curve)]
            ).apply("linear", ["a": [65535], "b": [0]]).apply("round", ["round": "rint"]).apply(
                "cast",
                ["format": "ushort"]
            )
            let opaque = try samples.apply("linear", ["a": [0], "b": [65535]]).apply("cast", ["format": "ushort"])
            let joined = [samples, samples, samples, opaque].prefix(bands)
            return try Operation.call("bandjoin", ["in": .images(Array(joined))])
                .apply("copy", ["interpretation": bands < 3 ? "grey16" : "rgb16"])
        }

        @Test(arguments: [1, 3, 4], [false, true])
        func everyLevelRemains(_ bands: Int, _ isReduced: Bool) throws {
            let folder = try TemporaryFolder()
            let image = try ramp(bands).inMemory()
            let profile = try #require(
                bands == 1 ? ICCProfile(greyCurve: .power(1)) : ICCProfile(primaries: .sRGB, curve: .power(1))
            )
            image.set(field: "icc-profile-data", profile.bytes)
            try folder.save(image, "pngsave", as: "a.png")
            #expect(try folder.load("a.png").format == "ushort")
            // The reduced picture has two pixels per level.
            let call = #"{"ResizeToFit": {"width": 400}}"#
            let job = try folder.job("a.png", [isReduced ? spec(call, format: "PNG") : spec(format: "PNG")])
            #expect(Renderer.render(job).codes == [nil])
            let made = try folder.load("0.out").pixels()
            let width = isReduced ? 400 : 1000
            #expect(made.width == width)
            for pixel in 4..<width - 4 {
                let level = Double(pixel * 200 / width)
                for band in 0..<min(made.bands, 3) {
                    let seen = Double(made.samples[pixel * made.bands + band])
                    #expect(abs(seen - level) <= (isReduced ? 1.5 : 1), "\(pixel): \(seen), not \(level)")
                }
            }
        }
    }
}
