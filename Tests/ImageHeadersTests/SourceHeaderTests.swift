import Foundation
import Testing
import TestSupport

@testable import ImageHeaders

/// Tests the sizes and orientations that are read without libvips. Each file contains little more than its header.
struct SourceHeaderTests {
    struct Header: CustomTestStringConvertible, Sendable {
        let testDescription: String
        let bytes: [UInt8]
        let orientation: Int
    }

    /// Returns a directory with the orientation, and for a TIFF with the size of 300×200.
    private static func directory(_ orientation: UInt8, isLittle: Bool, withSize: Bool = false) -> [UInt8] {
        func number(_ value: Int, _ count: Int) -> [UInt8] {
            let bytes: [UInt8] = (0..<count).map { place in UInt8((value >> (place * 8)) & 255) }
            return isLittle ? bytes : bytes.reversed()
        }
        let size: [(tag: Int, value: Int)] = withSize ? [(256, 300), (257, 200)] : []
        let tags = size + [(tag: 0x0112, value: Int(orientation))]
        var bytes = Array((isLittle ? "II" : "MM").utf8) + number(42, 2) + number(8, 4) + number(tags.count, 2)
        for (tag, value) in tags {
            bytes += number(tag, 2) + number(3, 2)
            bytes += number(1, 4) + number(value, 2) + [0, 0]
        }
        return bytes + [0, 0, 0, 0]
    }

    private static func jpeg(_ exif: [UInt8]) -> [UInt8] {
        let segment = Array("Exif\0\0".utf8) + exif
        let frame: [UInt8] = [0xFF, 0xC0, 0, 11, 8, 0, 200, 1, 44, 1, 1, 0x11, 0]
        // A segment of the maximum length precedes the EXIF segment.
        let long: [UInt8] = [0xFF, 0xE2, 0xFF, 0xFF] + [UInt8](repeating: 0xFF, count: 0xFFFD)
        return [0xFF, 0xD8] + long + [0xFF, 0xE1, 0, UInt8(segment.count + 2)] + segment + frame
    }

    private static func chunk(_ name: String, _ content: [UInt8], isLittle: Bool) -> [UInt8] {
        let length: [UInt8] = [0, 8, 16, 24].map { UInt8((content.count >> $0) & 255) }
        let type = Array(name.utf8)
        return isLittle ? type + length + content : length.reversed() + type + content + [0, 0, 0, 0]
    }

    private static func png(_ exif: [UInt8], pixels: [UInt8] = []) -> [UInt8] {
        let size: [UInt8] = [0, 0, 1, 44, 0, 0, 0, 200, 8, 2, 0, 0, 0]
        let signature: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]
        return signature + chunk("IHDR", size, isLittle: false) + pixels + chunk("eXIf", exif, isLittle: false)
    }

    /// A WebP whose metadata follows its pixels.
    private static let webp: [UInt8] = {
        let exif = Array("Exif\0\0".utf8) + directory(5, isLittle: true)
        return Array("RIFF\0\0\0\0WEBP".utf8) + chunk("VP8X", [8, 0, 0, 0, 43, 1, 0, 199, 0, 0], isLittle: true)
            + chunk("VP8 ", [UInt8](repeating: 0, count: 102), isLittle: true) + chunk("EXIF", exif, isLittle: true)
    }()

    static let all = [
        Header(testDescription: "JPEG", bytes: jpeg(directory(6, isLittle: false)), orientation: 6),
        Header(testDescription: "JPEG, Intel", bytes: jpeg(directory(3, isLittle: true)), orientation: 3),
        Header(
            testDescription: "JPEG with no such orientation",
            bytes: jpeg(directory(9, isLittle: true)),
            orientation: 1
        ),
        Header(testDescription: "PNG", bytes: png(directory(8, isLittle: false)), orientation: 8),
        Header(
            testDescription: "PNG with EXIF data after its pixels",
            bytes: png(directory(8, isLittle: false), pixels: chunk("IDAT", [1, 2, 3], isLittle: false)),
            orientation: 1
        ),
        Header(
            testDescription: "PNG with the signature of a JPEG before its EXIF data",
            bytes: png(Array("Exif\0\0".utf8) + directory(8, isLittle: false)),
            orientation: 1
        ),
        Header(testDescription: "WebP", bytes: webp, orientation: 5),
        Header(
            testDescription: "WebP, lossless, shorter than other kinds",
            bytes: Array("RIFF\0\0\0\0WEBPVP8L\u{5}\0\0\0\u{2F}".utf8) + bits((299, 14), (199, 14), (0, 4)),
            orientation: 1
        ),
        Header(testDescription: "TIFF", bytes: directory(7, isLittle: false, withSize: true), orientation: 7),
        Header(testDescription: "TIFF, Intel", bytes: directory(1, isLittle: true, withSize: true), orientation: 1),
    ]

    @Test(arguments: all) func isRead(_ header: Header) throws {
        let folder = TemporaryFolder()
        try Data(header.bytes).write(to: URL(filePath: folder.path("a")))
        let found = try #require(SourceHeader.read(folder.path("a")))
        #expect(found.orientation == header.orientation)
        #expect(found.storedSize == (300, 200))
        #expect(found.uprightSize == (header.orientation >= 5 ? (200, 300) : (300, 200)))
    }

    private static func little(_ values: (value: Int, count: Int)...) -> [UInt8] {
        values.flatMap { value, count in (0..<count).map { UInt8((value >> (8 * $0)) & 255) } }
    }

    /// Files that consist only of a header with 300×200 pixels.
    static let headers = [
        Header(
            testDescription: "BMP, top-down",
            bytes: Array("BM".utf8) + little((0, 12), (40, 4), (300, 4), (-200, 4)),
            orientation: 1
        ),
        Header(
            testDescription: "BMP of OS/2",
            bytes: Array("BM".utf8) + little((0, 12), (12, 4), (300, 2), (200, 2), (1, 2), (8, 2)),
            orientation: 1
        ),
        Header(
            testDescription: "GIF whose frame is larger than its canvas",
            bytes: Array("GIF89a".utf8) + little((299, 2), (10, 2)) + [0x80, 0, 0] + [UInt8](repeating: 9, count: 6)
                + [0x21, 0xFE, 3, 0x2C, 0x2C, 0x2C, 2, 1, 1, 0, 0x2C]
                + little((100, 2), (50, 2), (200, 2), (150, 2), (0, 1)),
            orientation: 1
        ),
        Header(
            testDescription: "BigTIFF",
            bytes: Array("II".utf8) + little((43, 2), (8, 2), (0, 2), (16, 8), (3, 8))
                + little((256, 2), (16, 2), (1, 8), (300, 8)) + little((257, 2), (3, 2), (1, 8), (200, 8))
                + little((274, 2), (3, 2), (1, 8), (6, 8)),
            orientation: 6
        ),
        Header(
            testDescription: "icon with a PNG",
            bytes: little((0, 2), (1, 2), (2, 2)) + [16, 16, 0, 0] + little((1, 2), (32, 2), (40, 4), (38, 4))
                + [0, 0, 0, 0] + little((1, 2), (32, 2), (40, 4), (38, 4))
                + png([]).prefix(24),
            orientation: 1
        ),
        Header(
            testDescription: "cursor with a bitmap",
            bytes: little((0, 2), (2, 2), (1, 2)) + [0, 200, 0, 0] + little((1, 2), (1, 2), (40, 4), (22, 4))
                + little((40, 4), (300, 4), (400, 4)),
            orientation: 1
        ),
    ]

    /// Returns numbers that start at the least significant bit of each byte.
    private static func bits(_ numbers: (value: Int, count: Int)...) -> [UInt8] {
        let all = numbers.flatMap { value, count in (0..<count).map { (value >> $0) & 1 } }
        return stride(from: 0, to: all.count, by: 8).map { start in
            UInt8(all[start..<min(start + 8, all.count)].reversed().reduce(0) { $0 << 1 | $1 })
        }
    }

    private static func box(_ type: String, _ content: [UInt8]) -> [UInt8] {
        Array(little((content.count + 8, 4)).reversed()) + Array(type.utf8) + content
    }

    /// A JPEG XL in a container, with metadata before the picture. The stored picture is 200×300, and decoding turns it.
    private static let turnedJXL: [UInt8] = {
        let header = bits((0, 1), (0, 2), (299, 9), (0, 3), (0, 2), (199, 9), (0, 1), (1, 1), (5, 3))
        return box("JXL ", [0x0D, 0x0A, 0x87, 0x0A]) + box("ftyp", Array("jxl \0\0\0\0jxl ".utf8))
            + box("Exif", [UInt8](repeating: 0, count: 70_000)) + box("jxlp", [0, 0, 0, 0, 0xFF, 0x0A] + header)
    }()

    static let jxl = [
        Header(
            testDescription: "JPEG XL with multiples of 8 and a ratio of 3:2",
            bytes: [0xFF, 0x0A] + bits((1, 1), (24, 5), (4, 3), (1, 1)),
            orientation: 1
        ),
        Header(testDescription: "JPEG XL in a container, turned", bytes: turnedJXL, orientation: 1),
        Header(
            testDescription: "JPEG XL with sides of 13 and 18 bits",
            bytes: [0xFF, 0x0A] + bits((0, 1), (1, 2), (199, 13), (0, 3), (2, 2), (299, 18), (0, 1), (0, 1)),
            orientation: 1
        ),
    ]

    @Test(arguments: jxl) func jxlIsRead(_ header: Header) throws {
        try isRead(header)
        let folder = TemporaryFolder()
        for count in 0..<header.bytes.count where count < 4 || count > header.bytes.count - 8 {
            try Data(header.bytes.prefix(count)).write(to: URL(filePath: folder.path("a")))
            #expect(SourceHeader.read(folder.path("a")) == nil, "\(count)")
        }
    }

    @Test(arguments: headers) func isReadOfItsHeader(_ header: Header) throws { try isRead(header) }

    /// The sides are as large as 32 bits permit, so the comparison of areas must not overflow.
    @Test func hugeSizesAreCompared() throws {
        let huge: [UInt8] = Array("ispe\0\0\0\0".utf8) + [UInt8](repeating: 0xFF, count: 8)
        let small: [UInt8] = Array("ispe\0\0\0\0".utf8) + [0, 0, 0, 9, 0, 0, 0, 9]
        let bytes = Array("\0\0\0\u{10}ftypavif\0\0\0\0".utf8) + small + huge + huge + [UInt8](repeating: 0, count: 16)
        let folder = TemporaryFolder()
        try Data(bytes).write(to: URL(filePath: folder.path("a")))
        let found = try #require(SourceHeader.read(folder.path("a")))
        #expect(found.storedSize == (Int(UInt32.max), Int(UInt32.max)))
    }

    /// The reader returns no size for a truncated header, instead of a guess.
    @Test(arguments: all) func aTruncatedHeaderHasNoSize(_ header: Header) throws {
        let folder = TemporaryFolder()
        for count in [0, 1, 9, 11] {
            try Data(header.bytes.prefix(count)).write(to: URL(filePath: folder.path("a")))
            #expect(SourceHeader.read(folder.path("a")) == nil)
        }
        #expect(SourceHeader.read(folder.path("none")) == nil)
    }
}
