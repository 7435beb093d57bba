import ImageSpecs
import Testing
import WorkerProtocol

@testable import Rendering
@testable import Vips

extension LibvipsSuite {
    /// Sources in other spaces come out in the colours that they mean. Differences are CIEDE2000: below 2 hardly
    /// anybody sees one.
    @Suite struct ColorTruthTests {
        /// Numbers in Display P3, and what they are in sRGB: from Scripts/color-expectations.py.
        static let displayP3: [(stored: [UInt8], seen: [UInt8])] = [
            ([200, 100, 50], [215, 93, 31]),
            ([60, 120, 180], [30, 122, 185]),
            ([128, 128, 128], [128, 128, 128]),
            ([30, 60, 40], [17, 61, 38]),
            ([230, 220, 180], [232, 220, 175]),
            ([90, 140, 60], [73, 142, 46]),
        ]

        private func flat(_ color: [UInt8]) -> Pixels {
            let samples = (0..<256).flatMap { _ in color }
            return Pixels(width: 16, height: 16, bands: color.count, samples: samples)
        }

        /// The middle pixel of the PNG that is made of a source.
        private func seen(_ source: String, in folder: TemporaryFolder) throws -> [UInt8] {
            let outcome = Renderer.render(folder.job(source, [try spec(format: "PNG")]))
            #expect(outcome.codes == [Outcome.Code?.none], "\(outcome.results)")
            let image = try folder.load("0.out")
            return try image.cropped(to: Box(left: 8, top: 8, width: 1, height: 1)).pixels().samples
        }

        private func difference(_ left: [UInt8], _ right: [UInt8]) throws -> Double {
            let images = try [left, right].map { color in
                try Image(Pixels(width: 1, height: 1, bands: 3, samples: color)).apply("colourspace", ["space": "lab"])
            }
            return try Operation.call("dE00", ["left": .image(images[0]), "right": .image(images[1])])
                .apply("avg", output: "out")
        }

        @Test(arguments: displayP3.indices)
        func wideColors(_ index: Int) throws {
            let (stored, expected) = Self.displayP3[index]
            let folder = try TemporaryFolder()
            let image = try Image(flat(stored)).inMemory()
            image.set(field: "icc-profile-data", try #require(try EmbeddedProfile.named("p3")))
            try folder.save(image, "jpegsave", as: "a.jpg", ["Q": 98, "subsample_mode": "off"])
            let color = try seen("a.jpg", in: folder)
            #expect(try difference(color, expected) < 2, "\(color)")
        }

        /// Inks without a profile darken each its colour; a profile or none, paper is white and black is dark.
        @Test func cmykWithoutAProfile() throws {
            let folder = try TemporaryFolder()
            let inks: [(inks: [UInt8], isRight: ([UInt8]) -> Bool)] = [
                ([0, 0, 0, 0], { $0.allSatisfy { $0 > 250 } }), ([0, 0, 0, 255], { $0.allSatisfy { $0 < 60 } }),
                ([255, 0, 0, 0], { $0[0] < 60 && $0[2] > 180 }), ([0, 255, 255, 0], { $0[0] > 190 && $0[1] < 80 }),
                ([0, 0, 255, 0], { $0[0] > 230 && $0[2] < 90 }),
            ]
            for (ink, isRight) in inks {
                try folder.save(Image(flat(ink), interpretation: "cmyk"), "jpegsave", as: "a.jpg", ["Q": 98])
                let color = try seen("a.jpg", in: folder)
                #expect(color.count == 3 && isRight(color), "\(ink) came out \(color)")
            }
        }

        @Test func sixteenBits() throws {
            let folder = try TemporaryFolder()
            let color: [UInt8] = [200, 100, 50]
            let wide = try Image(flat(color)).apply("linear", ["a": 257, "b": 0]).apply("cast", ["format": "ushort"])
                .apply("copy", ["interpretation": "rgb16"])
            try folder.save(wide, "pngsave", as: "a.png")
            #expect(try difference(seen("a.png", in: folder), color) < 1)
        }

        @Test func greyWithAlpha() throws {
            let folder = try TemporaryFolder()
            try folder.save(flat([140, 128]), "pngsave", as: "a.png")
            #expect(try seen("a.png", in: folder) == [140, 128])
        }

        @Test func paletteWithTransparency() throws {
            let folder = try TemporaryFolder()
            try folder.save(flat([200, 100, 50, 128]), "pngsave", as: "a.png", ["palette": true])
            let pixel = try seen("a.png", in: folder)
            #expect(try difference(Array(pixel.prefix(3)), [200, 100, 50]) < 2)
            #expect(abs(Int(pixel[3]) - 128) <= 2)
        }
    }
}
