import Foundation
import ImageSpecs
import Testing
import TestSupport

@testable import ImageHeaders

/// Tests of the traits of sources. Each file contains little more than the bytes that show its traits.
struct SourceTraitsTests {
    struct Header: CustomTestStringConvertible, Sendable {
        let testDescription: String
        let format: ImageFormat
        let traits: Set<SourceTrait>
        let bytes: [UInt8]
    }

    private static func chunk(_ type: String, _ content: [UInt8] = []) -> [UInt8] {
        [0, 0, 0, UInt8(content.count)] + Array(type.utf8) + content + [0, 0, 0, 0]
    }

    /// Returns a PNG of 16 × 8 pixels.
    private static func png(depth: UInt8, colors: UInt8, _ chunks: [String] = []) -> [UInt8] {
        [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]
            + chunk("IHDR", [0, 0, 0, 16, 0, 0, 0, 8, depth, colors, 0, 0, 0])
            + chunks.flatMap { chunk($0) } + chunk("IDAT", [0])
    }

    private static func jpeg(width: UInt8, components: UInt8, profile: Bool = false) -> [UInt8] {
        let name = Array("ICC_PROFILE\0".utf8)
        let segment = profile ? [0xFF, 0xE2, 0, UInt8(name.count + 2)] + name : []
        return [0xFF, 0xD8] + segment + [0xFF, 0xC0, 0, 11, 8, 0, 8, 0, width, components, 1, 0x11, 0]
    }

    private static func webp(_ flags: UInt8) -> [UInt8] {
        Array("RIFF\0\0\0\0WEBPVP8X\u{0A}\0\0\0".utf8) + [flags, 0, 0, 0, 15, 0, 0, 7, 0, 0]
    }

    /// Returns a little-endian TIFF of 16 × 8 pixels with additional tags.
    private static func tiff(_ tags: [(tag: Int, value: Int)]) -> [UInt8] {
        let all = [(256, 16), (257, 8)] + tags
        let entries = all.flatMap { tag, value -> [UInt8] in
            [tag, 3, 1, 0, value, 0].flatMap { [UInt8($0 & 255), UInt8($0 >> 8)] }
        }
        return [0x49, 0x49, 42, 0, 8, 0, 0, 0, UInt8(all.count), 0] + entries + [0, 0, 0, 0]
    }

    /// Returns a big-endian TIFF of 16 × 8 RGB pixels. The numbers of bits are behind the directory.
    private static func bigEndianTIFF(bits: UInt8) -> [UInt8] {
        let entries: [[UInt8]] = [
            [1, 0, 0, 3, 0, 0, 0, 1, 0, 16, 0, 0], [1, 1, 0, 3, 0, 0, 0, 1, 0, 8, 0, 0],
            [1, 2, 0, 3, 0, 0, 0, 3, 0, 0, 0, 62], [1, 6, 0, 3, 0, 0, 0, 1, 0, 2, 0, 0],
        ]
        return [0x4D, 0x4D, 0, 42, 0, 0, 0, 8, 0, 4] + entries.flatMap { $0 } + [0, 0, 0, 0]
            + [0, bits, 0, bits, 0, bits]
    }

    static let all = [
        Header(testDescription: "PNG", format: .png, traits: [], bytes: png(depth: 8, colors: 2)),
        Header(
            testDescription: "PNG with 16 bits and alpha",
            format: .png,
            traits: [.sixteenBits, .transparency],
            bytes: png(depth: 16, colors: 6)
        ),
        Header(
            testDescription: "PNG with chunks",
            format: .png,
            traits: [.profile, .describedColors, .frames, .transparency],
            bytes: png(depth: 8, colors: 2, ["gAMA", "iCCP", "acTL", "tRNS"])
        ),
        Header(testDescription: "JPEG", format: .jpeg, traits: [], bytes: jpeg(width: 16, components: 3)),
        Header(
            testDescription: "JPEG with an uneven side",
            format: .jpeg,
            traits: [.unevenSides],
            bytes: jpeg(width: 15, components: 3)
        ),
        Header(
            testDescription: "JPEG of inks with a profile",
            format: .jpeg,
            traits: [.inks, .profile],
            bytes: jpeg(width: 16, components: 4, profile: true)
        ),
        Header(testDescription: "WebP", format: .webp, traits: [], bytes: webp(0)),
        Header(
            testDescription: "WebP with everything",
            format: .webp,
            traits: [.profile, .transparency, .frames],
            bytes: webp(0x32)
        ),
        Header(testDescription: "TIFF", format: .tiff, traits: [], bytes: tiff([(258, 8), (262, 1)])),
        Header(
            testDescription: "TIFF with 16 bits and an extra sample",
            format: .tiff,
            traits: [.sixteenBits, .transparency, .unusualSamples],
            bytes: tiff([(258, 16), (262, 1), (338, 0)])
        ),
        Header(
            testDescription: "RGB TIFF with 16 bits, big-endian",
            format: .tiff,
            traits: [.sixteenBits],
            bytes: bigEndianTIFF(bits: 16)
        ),
        Header(
            testDescription: "TIFF with an extra sample that no tag describes",
            format: .tiff,
            traits: [.transparency, .unusualSamples],
            bytes: tiff([(258, 8), (262, 1), (277, 2)])
        ),
        Header(
            testDescription: "RGB TIFF without an extra sample",
            format: .tiff,
            traits: [],
            bytes: tiff([(258, 8), (262, 2), (277, 3)])
        ),
        Header(testDescription: "TIFF of inks", format: .tiff, traits: [.inks], bytes: tiff([(258, 8), (262, 5)])),
    ]

    @Test(arguments: all) func traits(of header: Header) throws {
        let folder = TemporaryFolder()
        let path = folder.path("source")
        try Data(header.bytes).write(to: URL(filePath: path))
        let found = try #require(SourceTraits.read(path))
        #expect(found.format == header.format)
        #expect(found.traits == header.traits)
    }

    @Test func aFileThatIsNoImageHasNoTraits() {
        let folder = TemporaryFolder()
        folder.write("source", "text")
        #expect(SourceTraits.read(folder.path("source")) == nil)
    }
}
