import Foundation
import ImageSpecs
import RenderingTestSupport
import Testing
import WorkerProtocol

@testable import Pictures
@testable import Encoding
@testable import Rendering
@testable import Vips

extension LibvipsSuite {
    @Suite struct PlaceholderTests {
        struct Expected {
            let width: Int
            let height: Int
            let blurHash: String
            let thumbHash: String
        }

        /// The values that Scripts/placeholder-expectations.py computed.
        static let expected = [
            Expected(
                width: 40,
                height: 30,
                blurHash: #"LgHetGM{1txnt0KIrtwzP1Q?voog"#,
                thumbHash: "nvgJHY4FZ3Zml5ZXh2iVlwuOj3BD"
            ),
            Expected(
                width: 30,
                height: 40,
                blurHash: #"LOI#iG311FoZJ39u=GKN7nwcryw~"#,
                thumbHash: "4AgGFQoCVSR6SYh5c4RpWTsfDGIU"
            ),
            Expected(
                width: 32,
                height: 32,
                blurHash: #"LWI#Ml0|BMtcS@F;+|K4GimZrfwO"#,
                thumbHash: "3xgKHwwgV3hVeYlWl1iWZ4mFVub3IyYA"
            ),
            Expected(
                width: 100,
                height: 20,
                blurHash: #"LDG+z3CD9ZKspQV=KHrrmkqytiL@"#,
                thumbHash: "X+gFEYZFdYB1hkKWjb8MV7Y="
            ),
            Expected(
                width: 7,
                height: 90,
                blurHash: #"LZHoN=?6n_%Z1FI:WZNz6]oNsFj;"#,
                thumbHash: "3fgJKRBUUAiZeIVpz3iHSAY="
            ),
        ]

        @Test(arguments: expected.indices)
        func equalTheReferences(_ index: Int) throws {
            let expected = Self.expected[index]
            let pixels = pattern(3, expected.width, expected.height)
            #expect(BlurHash.encode(pixels, columns: 4, rows: 3) == expected.blurHash)
            LibvipsSuite.started
            let opaque = try Image(pixels).withAlphaBand().pixels()
            #expect(Data(ThumbHash.encode(opaque)).base64EncodedString() == expected.thumbHash)
        }

        @Test func describeTheColorsOfInks() throws {
            let folder = try TemporaryFolder()
            let expected = Self.expected[0]
            try folder.save(pattern(3, expected.width, expected.height), "pngsave", as: "a.png")
            var spec = try spec(#"{"Convert": {"mode": "CMYK"}}"#, format: "JPEG")
            spec.autoconvert = false
            spec.extensions.placeholders = true
            let made = try #require(Renderer.render(folder.job("a.png", [spec])).made.first ?? nil)
            #expect(try folder.load("0.out").interpretation == "cmyk")
            #expect(made.notes.placeholders?.blurHash == expected.blurHash)
        }

        @Test func areInTheNotes() throws {
            let folder = try TemporaryFolder()
            try folder.save(pattern(4, 300, 200), "pngsave", as: "a.png")
            var spec = try spec(#"{"ResizeToFit": {"width": 150}}"#, format: "WEBP")
            #expect(Renderer.render(folder.job("a.png", [spec])).made.first??.notes.isEmpty == true)
            spec.extensions.placeholders = true
            let made = try #require(Renderer.render(folder.job("a.png", [spec])).made.first ?? nil)
            let placeholders = try #require(made.notes.placeholders)
            #expect(placeholders.blurHash.count == 6 + 2 * 11)
            #expect(try #require(Data(base64Encoded: placeholders.thumbHash)).count >= 15)
            let start = "data:image/webp;base64,"
            #expect(placeholders.inline.hasPrefix(start))
            let tiny = try #require(Data(base64Encoded: String(placeholders.inline.dropFirst(start.count))))
            #expect(tiny.count < 400)
            try folder.write([UInt8](tiny), to: "tiny.webp")
            #expect(try folder.load("tiny.webp").size == Size(width: 16, height: 11))
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder.file("tmp")).isEmpty)
        }
    }
}
