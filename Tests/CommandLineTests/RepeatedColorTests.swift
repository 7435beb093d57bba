import Foundation
import Testing

/// The images of a source with a profile always have the same colours, whatever the worker made before.
@Suite struct RepeatedColorTests {
    private static let fixtures = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "../Fixtures/display-p3/").path

    /// Returns a site with 20 copies of a picture of one colour in each of two formats. Its generators make BMP files,
    /// which are not compressed, so that a test can read their pixels.
    private static func site() throws -> Site {
        let site = Site(
            Registries.registry(
                photos: #"{ "glob": ["photos/*.{avif,jpg}"] }"#,
                generators: """
                    "a:whole": { "source": "photos", "format": "BMP" },
                    "a:small": { "source": "photos", "processors": [{ "ResizeToFit": [40, 40] }], "format": "BMP" }
                    """
            )
        )
        for name in ["red.avif", "red.jpg"] {
            let bytes = Array(try Data(contentsOf: URL(filePath: fixtures + "/" + name)))
            for index in 0..<20 { site.write("media/photos/\(index)-\(name)", bytes) }
        }
        return site
    }

    /// Returns blue, green and red of the pixel in the middle of a BMP with 24 bits.
    private static func middle(_ bmp: [UInt8]) -> [Int] {
        func number(_ offset: Int) -> Int { bmp[offset..<offset + 4].reversed().reduce(0) { $0 << 8 | Int($1) } }
        let (width, height) = (number(18), number(22))
        let stride = (width * 3 + 3) / 4 * 4
        let start = number(10) + height / 2 * stride + width / 2 * 3
        return bmp[start..<start + 3].map(Int.init)
    }

    @Test func oneColourAndOneSetOfBytes() async throws {
        let site = try Self.site()
        var first: [String: [UInt8]] = [:]
        for arguments in [["-j", "1"], ["-j", "2"], ["-j", "1"], ["--only-source", "photos/7-*"]] {
            let result = try await site.run(["generateimages", "--force"] + arguments) { _ in }
            #expect(result.exitCode == 0, "\(result.errors)")
            let files = site.cacheFiles
            #expect(files.count == 80)
            if first.isEmpty { first = files }
            #expect(files == first, "\(arguments)")
        }
        // By the definitions of Display P3 and sRGB, (200, 60, 40) in Display P3 is (217.4, 42, 23) in sRGB.
        for (name, bytes) in first {
            let color = Self.middle(bytes)
            #expect(zip(color, [23, 42, 218]).allSatisfy { abs($0 - $1) <= 2 }, "\(name): \(color)")
        }
    }
}
