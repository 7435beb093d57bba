import Foundation
import ImageSpecs
import RenderingTestSupport
import Testing
import WorkerProtocol

@testable import Pictures
@testable import Rendering
@testable import Vips

extension LibvipsSuite {
    /// Sources in other colour spaces are converted to the colours that Scripts/color_fixtures.py computed with other
    /// software. The differences are measured by CIEDE2000, in which a difference below 2 is hardly visible.
    @Suite struct ColorTruthTests {
        struct Expected: Decodable {
            /// The colour of each patch, from left to right, with alpha if the patch has it.
            let colors: [[UInt8]]
            let limit: Double
        }

        private static let folder = URL(filePath: #filePath).deletingLastPathComponent().path + "/../Fixtures/colors/"
        private static let patch = 16

        static let expected: [String: Expected] = {
            let file = FileManager.default.contents(atPath: folder + "expected.json") ?? Data()
            return (try? JSONDecoder().decode([String: Expected].self, from: file)) ?? [:]
        }()

        @Test func everyFixtureExists() throws {
            let names = try FileManager.default.contentsOfDirectory(atPath: Self.folder)
            #expect(Set(names).subtracting(["expected.json"]) == Set(Self.expected.keys))
            #expect(names.count > 10)
        }

        /// Compares the picture at full size and at half the size, because the decoder works differently for the two
        /// sizes.
        @Test(arguments: expected.keys.sorted())
        func colorsAreRight(_ name: String) throws {
            let folder = try TemporaryFolder()
            try FileManager.default.copyItem(atPath: Self.folder + name, toPath: folder.file(name))
            // Some builds of libheif have no decoder for HEVC.
            guard !name.hasSuffix(".heic") || LibvipsSuite.decodes(folder.file(name), with: "heifload") else {
                let outcome = Renderer.render(folder.job(name, [try spec(format: "PNG")]))
                guard case .failed(let failure)?? = outcome.results.first else {
                    Issue.record("\(outcome)")
                    return
                }
                #expect(failure.code == .unsupportedFormat && failure.message.contains("HEVC"), "\(failure.message)")
                return
            }
            try check(name, in: folder, try #require(Self.expected[name]))
        }

        /// The test makes this file itself, because Pillow cannot write a CMYK picture of 16 bits.
        @Test func sixteenBitInksFollowTheirProfile() throws {
            let folder = try TemporaryFolder()
            try FileManager.default.copyItem(atPath: Self.folder + "cmyk-press.tif", toPath: folder.file("a.tif"))
            let wide = try folder.load("a.tif").apply("cast", ["format": "ushort", "shift": true])
            try folder.save(wide, "tiffsave", as: "wide.tif")
            try check("wide.tif", in: folder, try #require(Self.expected["cmyk-press.tif"]))
        }

        private func check(_ name: String, in folder: TemporaryFolder, _ expected: Expected) throws {
            let half = #"{"ResizeToFit": {"height": \#(Self.patch / 2)}}"#
            let outcome = Renderer.render(folder.job(name, try [spec(format: "PNG"), spec(half, format: "PNG")]))
            #expect(outcome.codes == [nil, nil], "\(outcome.results)")
            for (file, patch) in [("0.out", Self.patch), ("1.out", Self.patch / 2)] {
                let image = try folder.load(file)
                #expect(image.size == Size(width: patch * expected.colors.count, height: patch))
                for (index, color) in expected.colors.enumerated() {
                    let middle = Box(left: patch * index + patch / 2, top: patch / 2, width: 1, height: 1)
                    let seen = try image.cropped(to: middle).pixels().samples
                    try compare(seen, color, limit: expected.limit, "\(name), \(file), patch \(index)")
                }
            }
        }

        private func compare(_ seen: [UInt8], _ color: [UInt8], limit: Double, _ patch: String) throws {
            let hasAlpha = color.count % 2 == 0
            guard seen.count == color.count else {
                Issue.record("\(patch): \(seen) has other bands than \(color)")
                return
            }
            if hasAlpha {
                #expect(abs(Int(seen[seen.count - 1]) - Int(color[color.count - 1])) <= 1, "\(patch): \(seen)")
                // Colours that are almost transparent are inaccurate, because alpha has few steps there.
                guard color[color.count - 1] > 60 else { return }
            }
            let bands = color.count - (hasAlpha ? 1 : 0)
            let difference = try difference(Array(seen.prefix(bands)), Array(color.prefix(bands)))
            #expect(difference <= limit, "\(patch): \(seen) is \(difference) from \(color)")
        }

        private func difference(_ left: [UInt8], _ right: [UInt8]) throws -> Double {
            let images = try [left, right].map { color in
                let color = color.count == 1 ? [color[0], color[0], color[0]] : color
                return try Image(Pixels(width: 1, height: 1, bands: 3, samples: color))
                    .apply("colourspace", ["space": "lab"])
            }
            return try Operation.call("dE00", ["left": .image(images[0]), "right": .image(images[1])])
                .apply("avg", output: "out")
        }
    }
}
