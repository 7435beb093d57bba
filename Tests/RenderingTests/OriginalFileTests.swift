import ImageSpecs
import RenderingTestSupport
import Testing

@testable import Containers
@testable import Vips

/// Inserts a text into a part of a file that the picture does not need.
private struct MarkedFile: CustomTestStringConvertible, Sendable {
    let testDescription: String
    /// Whether common software writes such files. They must not be refused.
    let isUsual: Bool
    let insert: @Sendable ([UInt8]) -> [UInt8]

    init(_ part: String, isUsual: Bool = true, insert: @escaping @Sendable ([UInt8]) -> [UInt8]) {
        (testDescription, self.isUsual, self.insert) = (part, isUsual, insert)
    }

    static let mark = Array("GPS-MARK".utf8)
}

extension LibvipsSuite {
    /// Tests which parts of a source remain if the file itself is published instead of a new image.
    @Suite struct OriginalFileTests {
        private func check(_ file: [UInt8], _ format: ImageFormat, _ marked: MarkedFile) throws {
            let plain = try #require(OriginalFile.withoutMetadata(file, format, keepsProfile: true))
            let insertion = marked.insert(file)
            #expect(insertion != file && contains(insertion, MarkedFile.mark))
            for keepsProfile in [true, false] {
                let kept = OriginalFile.withoutMetadata(insertion, format, keepsProfile: keepsProfile)
                if marked.isUsual { #expect(kept == plain) }
                #expect(kept.map { contains($0, MarkedFile.mark) } ?? false == false)
            }
        }

        private func contains(_ bytes: [UInt8], _ part: [UInt8]) -> Bool { bytes.firstRange(of: part) != nil }

        // MARK: - JPEG

        private static func segment(_ marker: UInt8, _ start: String, _ rest: [UInt8] = MarkedFile.mark) -> [UInt8] {
            let data = Array(start.utf8) + rest
            return [0xFF, marker, UInt8((data.count + 2) >> 8), UInt8((data.count + 2) & 255)] + data
        }

        private static func first(_ marker: UInt8, _ file: [UInt8]) -> Range<Int> {
            JPEGSegments(of: file).first { $0.marker == marker }!.range
        }

        private static func adding(_ segment: [UInt8]) -> @Sendable ([UInt8]) -> [UInt8] {
            // Insert the segment after the JFIF header.
            { Array($0[..<20]) + segment + $0[20...] }
        }

        private static let jpegs: [MarkedFile] = [
            MarkedFile("EXIF", insert: adding(segment(0xE1, "Exif\0\0"))),
            MarkedFile("XMP", insert: adding(segment(0xE1, "http://ns.adobe.com/xap/1.0/\0"))),
            MarkedFile("C2PA", insert: adding(segment(0xEB, "JP\0\u{1}"))),
            MarkedFile("IPTC", insert: adding(segment(0xED, "Photoshop 3.0\0"))),
            MarkedFile("further pictures", insert: adding(segment(0xE2, "MPF\0"))),
            MarkedFile("comment", insert: adding(segment(0xFE, ""))),
            MarkedFile("JFXX thumbnail", insert: adding(segment(0xE0, "JFXX\0\u{10}"))),
            MarkedFile(
                "JFIF thumbnail",
                insert: { file in
                    let header = Array(file[6..<18]) + [1, 3] + MarkedFile.mark + [0]
                    return [0xFF, 0xD8] + segment(0xE0, "", header) + file[20...]
                }
            ),
            MarkedFile("after the end", insert: { $0 + MarkedFile.mark }),
            MarkedFile("a file after the end", insert: { $0 + Array("PK\u{3}\u{4}".utf8) + MarkedFile.mark }),
            MarkedFile(
                "Adobe",
                isUsual: false,
                insert: adding(segment(0xEE, "Adobe", [0, 100, 0, 0, 0, 0, 1] + MarkedFile.mark))
            ),
            MarkedFile("profile", isUsual: false, insert: adding(segment(0xE2, "ICC_PROFILE\0\u{1}\u{1}"))),
            MarkedFile("unknown segment", isUsual: false, insert: adding(segment(0xF0, ""))),
            MarkedFile("between segments", isUsual: false, insert: adding(MarkedFile.mark)),
            MarkedFile(
                "unused table",
                insert: adding(segment(0xDB, "\u{3}", MarkedFile.mark + [UInt8](repeating: 1, count: 56)))
            ),
            MarkedFile("long table", isUsual: false, insert: adding(segment(0xDB, "\u{3}"))),
            MarkedFile(
                "long frame",
                isUsual: false,
                insert: { file in
                    let marker: UInt8 = file.firstRange(of: [0xFF, 0xC2]) == nil ? 0xC0 : 0xC2
                    let frame = first(marker, file)
                    let longer = segment(
                        marker,
                        "",
                        Array(file[(frame.lowerBound + 4)..<frame.upperBound]) + MarkedFile.mark
                    )
                    return Array(file[..<frame.lowerBound]) + longer + file[frame.upperBound...]
                }
            ),
            MarkedFile(
                "behind the codes of the first scan",
                isUsual: false,
                insert: { file in
                    let end = first(JPEGSegments.Segment.startOfScan, file).upperBound
                    return Array(file[..<end]) + MarkedFile.mark + file[end...]
                }
            ),
            MarkedFile(
                "behind the codes of the last scan",
                isUsual: false,
                insert: { Array($0.dropLast(2)) + MarkedFile.mark + [0xFF, 0xD9] }
            ),
            MarkedFile(
                "after a restart",
                isUsual: false,
                insert: { Array($0.dropLast(2)) + [0xFF, 0xD0] + MarkedFile.mark + [0xFF, 0xD9] }
            ),
        ]

        @Test(arguments: jpegs, [false, true])
        private func jpeg(_ marked: MarkedFile, isProgressive: Bool) throws {
            let folder = try TemporaryFolder()
            try folder.save(pattern(3, 90, 61), "jpegsave", as: "a.jpg", ["Q": 80, "interlace": .bool(isProgressive)])
            let plain = try #require(JPEGFile.withoutMetadata(folder.bytes("a.jpg"), keepsProfile: true))
            let header = Self.segment(0xE0, "JFIF\0", [1, 1, 0, 0, 1, 0, 1, 0, 0])
            try check([0xFF, 0xD8] + header + plain[2...], .jpeg, marked)
        }

        @Test(arguments: [1, 3], [0, 3])
        func jpegsKeepTheirPixels(bands: Int, restarts: Int) throws {
            let folder = try TemporaryFolder()
            for isProgressive in [false, true] {
                // An interval of 0 means that there are no restart markers.
                let options: Arguments = [
                    "Q": 60, "interlace": .bool(isProgressive), "optimize_coding": true,
                    "restart_interval": .int(restarts),
                ]
                try folder.save(pattern(bands, 83, 67), "jpegsave", as: "a.jpg", options)
                let file = try folder.bytes("a.jpg")
                let kept = try #require(OriginalFile.withoutMetadata(file, .jpeg, keepsProfile: false))
                #expect(try folder.decoded(kept).pixels() == folder.decoded(file).pixels())
            }
        }

        // MARK: - PNG

        private static func adding(chunk name: String, _ data: [UInt8]) -> @Sendable ([UInt8]) -> [UInt8] {
            // Insert the chunk after the header.
            { Array($0[..<33]) + PNGChunk(name, data[...]).bytes + $0[33...] }
        }

        private static let pngs: [MarkedFile] = [
            MarkedFile("text", insert: adding(chunk: "tEXt", Array("Comment\0".utf8) + MarkedFile.mark)),
            MarkedFile(
                "XMP",
                insert: adding(chunk: "iTXt", Array("XML:com.adobe.xmp\0\0\0\0\0".utf8) + MarkedFile.mark)
            ),
            MarkedFile("EXIF", insert: adding(chunk: "eXIf", MarkedFile.mark)),
            MarkedFile("C2PA", insert: adding(chunk: "caBX", MarkedFile.mark)),
            MarkedFile("unknown chunk", insert: adding(chunk: "loCa", MarkedFile.mark)),
            MarkedFile("after the end", insert: { $0 + MarkedFile.mark }),
            MarkedFile("physical size", insert: adding(chunk: "pHYs", MarkedFile.mark + [1])),
            MarkedFile("unknown critical chunk", isUsual: false, insert: adding(chunk: "LOCA", MarkedFile.mark)),
            MarkedFile("long gamma", isUsual: false, insert: adding(chunk: "gAMA", MarkedFile.mark)),
            MarkedFile(
                "a second header",
                isUsual: false,
                insert: adding(chunk: "IHDR", MarkedFile.mark + [0, 0, 0, 0, 0])
            ),
            MarkedFile(
                "behind the codes",
                isUsual: false,
                insert: { Array($0.dropLast(12)) + PNGChunk("IDAT", MarkedFile.mark[...]).bytes + $0.suffix(12) }
            ),
            MarkedFile(
                "end",
                isUsual: false,
                insert: { Array($0.dropLast(12)) + PNGChunk("IEND", MarkedFile.mark[...]).bytes }
            ),
            MarkedFile(
                "profile that is none",
                isUsual: false,
                insert: adding(chunk: "iCCP", Array("icc\0\0".utf8) + MarkedFile.mark)
            ),
        ]

        @Test(arguments: pngs)
        private func png(_ marked: MarkedFile) throws {
            let folder = try TemporaryFolder()
            try folder.save(pattern(3, 90, 61), "pngsave", as: "a.png")
            // Remove the physical size, which libvips writes to each file.
            let plain = try #require(PNGFile.withoutMetadata(folder.bytes("a.png"), keepsProfile: true))
            try check(plain, .png, marked)
        }

        @Test(arguments: [1, 2, 3, 4], [false, true])
        func pngsKeepTheirPixels(bands: Int, isInterlaced: Bool) throws {
            let folder = try TemporaryFolder()
            for compression in [0, 9] {
                let options: Arguments = ["compression": .int(compression), "interlace": .bool(isInterlaced)]
                try folder.save(pattern(bands, 83, 67), "pngsave", as: "a.png", options)
                let file = try folder.bytes("a.png")
                let kept = try #require(OriginalFile.withoutMetadata(file, .png, keepsProfile: false))
                #expect(try folder.decoded(kept).pixels() == folder.decoded(file).pixels())
            }
        }

        @Test func theNameOfAProfileIsMetadata() throws {
            let folder = try TemporaryFolder()
            try folder.save(pattern(3, 9, 9), "pngsave", as: "a.png", ["profile": "srgb"])
            var file = try folder.bytes("a.png")
            let profile = try #require(PNGChunk.all(in: file).first { $0.name == "iCCP" })
            let compressed = profile.data[(profile.data.firstIndex(of: 0)! + 1)...]
            let named = PNGChunk("iCCP", (MarkedFile.mark + [0] + compressed)[...])
            file.replaceSubrange(file.firstRange(of: profile.bytes)!, with: named.bytes)
            let kept = try #require(PNGFile.withoutMetadata(file, keepsProfile: true))
            #expect(!contains(kept, MarkedFile.mark))
            let image = try folder.decoded(file)
            #expect(image.blob(field: "icc-profile-data") == (try folder.decoded(kept)).blob(field: "icc-profile-data"))
            let long = PNGChunk("iCCP", (Array("a\0".utf8) + compressed + MarkedFile.mark)[...])
            file.replaceSubrange(file.firstRange(of: named.bytes)!, with: long.bytes)
            #expect(PNGFile.withoutMetadata(file, keepsProfile: true) == nil)
        }

        // MARK: - GIF

        private static func adding(block: [UInt8]) -> @Sendable ([UInt8]) -> [UInt8] {
            // Insert the block before the trailer.
            { Array($0.dropLast()) + block + [0x3B] }
        }

        private static func blocks(_ data: [UInt8]) -> [UInt8] { [UInt8(data.count)] + data + [0] }

        private static let gifs: [MarkedFile] = [
            MarkedFile("comment", insert: adding(block: [0x21, 0xFE] + blocks(MarkedFile.mark))),
            MarkedFile(
                "XMP",
                insert: adding(block: [0x21, 0xFF, 11] + Array("XMP DataXMP".utf8) + blocks(MarkedFile.mark))
            ),
            MarkedFile("after the end", insert: { $0 + MarkedFile.mark }),
            MarkedFile("text", isUsual: false, insert: adding(block: [0x21, 0x01] + blocks(MarkedFile.mark))),
            MarkedFile(
                "repetitions",
                isUsual: false,
                insert: adding(
                    block: [0x21, 0xFF, 11] + Array("NETSCAPE2.0".utf8) + [3, 1, 0, 0] + blocks(MarkedFile.mark)
                )
            ),
            MarkedFile("timing", isUsual: false, insert: adding(block: [0x21, 0xF9] + blocks(MarkedFile.mark))),
            MarkedFile("between blocks", isUsual: false, insert: adding(block: MarkedFile.mark)),
            MarkedFile(
                "behind the codes",
                isUsual: false,
                insert: { Array($0.dropLast(2)) + blocks(MarkedFile.mark) + [0x3B] }
            ),
        ]

        @Test(arguments: gifs)
        private func gif(_ marked: MarkedFile) throws {
            let folder = try TemporaryFolder()
            try folder.save(pattern(3, 90, 61), "gifsave", as: "a.gif")
            let plain = try #require(GIFFile.withoutMetadata(folder.bytes("a.gif")))
            #expect(try folder.decoded(plain).pixels() == folder.load("a.gif").pixels())
            try check(plain, .gif, marked)
        }

        // MARK: - WebP

        private static func chunk(_ name: String, _ data: [UInt8] = MarkedFile.mark) -> [UInt8] {
            Array(name.utf8) + (0..<4).map { UInt8(data.count >> (8 * $0) & 255) } + data
        }

        private static func webP(_ chunks: [UInt8]) -> [UInt8] { chunk("RIFF", Array("WEBP".utf8) + chunks) }

        /// Adds a chunk to an extended file of 90 × 61 pixels.
        private static func extending(
            _ chunk: [UInt8],
            flags: UInt8 = 0,
            reserved: [UInt8] = [0, 0, 0]
        ) -> @Sendable ([UInt8]) -> [UInt8] {
            { webP(self.chunk("VP8X", [flags] + reserved + [89, 0, 0, 60, 0, 0]) + $0[30...] + chunk) }
        }

        private static let webPs: [MarkedFile] = [
            MarkedFile("EXIF", insert: extending(chunk("EXIF"), flags: 8)),
            MarkedFile("XMP", insert: extending(chunk("XMP "), flags: 4)),
            MarkedFile("C2PA", insert: extending(chunk("C2PA"))),
            MarkedFile("after the end", insert: { $0 + MarkedFile.mark }),
            MarkedFile(
                "EXIF and bytes after the end",
                insert: { extending(chunk("EXIF"), flags: 8)($0) + MarkedFile.mark }
            ),
            MarkedFile("a second picture", isUsual: false, insert: extending(chunk("VP8 "))),
            MarkedFile("profile that is none", isUsual: false, insert: extending(chunk("ICCP"), flags: 0x20)),
            MarkedFile("animation that is none", isUsual: false, insert: extending(chunk("ANIM"), flags: 2)),
            MarkedFile("bytes that are no chunk", isUsual: false, insert: extending(MarkedFile.mark + [0, 0, 0])),
        ]

        @Test(arguments: webPs)
        private func webP(_ marked: MarkedFile) throws {
            let folder = try TemporaryFolder()
            try folder.save(pattern(3, 90, 61), "webpsave", as: "a.webp")
            let chunks = WebPContainer.withoutMetadata(try folder.bytes("a.webp"))
            let picture = chunks.firstRange(of: Array("VP8 ".utf8))!
            let extended = Self.extending([])([UInt8](repeating: 0, count: 30) + chunks[picture.lowerBound...])
            let plain = try #require(WebPFile.withoutMetadata(extended, keepsProfile: true))
            #expect(plain == extended)
            #expect(try folder.decoded(plain).pixels() == folder.load("a.webp").pixels())
            try check(plain, .webp, marked)
        }

        @Test func framesOfAnAnimation() throws {
            let folder = try TemporaryFolder()
            let frames = try Operation.call(
                "arrayjoin",
                [
                    "in": .images([Image(pattern(3, 32, 32)), try Image(pattern(3, 32, 32)).apply("invert")]),
                    "across": 1,
                ]
            ).inMemory()
            frames.set(field: "page-height", 32)
            try folder.save(frames, "webpsave", as: "a.webp", ["lossless": true])
            let file = try folder.bytes("a.webp")
            let plain = try #require(WebPFile.withoutMetadata(file, keepsProfile: false))
            let original = try folder.decoded(file, allFrames: true)
            #expect(try folder.decoded(plain, allFrames: true).pixels() == original.pixels())
            // Add an unknown chunk to the last frame.
            let start = try #require(plain.ranges(of: Array("ANMF".utf8)).last).lowerBound
            let frame = Self.chunk("ANMF", Array(plain[(start + 8)...]) + Self.chunk("LOCA"))
            let marked = Self.webP(Array(plain[12..<start]) + frame)
            #expect(WebPFile.withoutMetadata(marked, keepsProfile: false) == plain)
        }
    }
}
