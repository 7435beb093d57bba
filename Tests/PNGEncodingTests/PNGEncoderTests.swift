import PNGEncoding
import RenderingTestSupport
import Testing

@testable import Vips

/// Encodes the pixels with `PNGEncoder`.
private func encoded(
    _ pixels: Pixels,
    level: Int = 6,
    _ filtering: PNGEncoder.Filtering = .automatic,
    _ metadata: PNGMetadata = PNGMetadata()
) throws -> [UInt8] {
    var rows = try PNGRows(width: pixels.width, height: pixels.height, samplesPerPixel: pixels.bands)
    let rowSize = pixels.width * pixels.bands
    pixels.samples.withUnsafeBytes { samples in
        for row in 0..<pixels.height {
            rows.append(UnsafeRawBufferPointer(rebasing: samples[row * rowSize..<(row + 1) * rowSize]))
        }
    }
    return try PNGEncoder(level: level, filtering: filtering).encode(rows, metadata)
}

/// A chunk of a file.
private struct Chunk {
    let name: String
    let data: [UInt8]
    /// Whether the checksum is right.
    let isIntact: Bool

    static func all(in file: [UInt8]) -> [Chunk] {
        var (chunks, offset) = ([Chunk](), 8)
        while offset + 12 <= file.count {
            let end = offset + 8 + number(file[offset..<offset + 4])
            let body = file[offset + 4..<end]
            chunks.append(
                Chunk(
                    name: String(decoding: body.prefix(4), as: UTF8.self),
                    data: Array(body.dropFirst(4)),
                    isIntact: number(file[end..<end + 4]) == checksum(body)
                )
            )
            offset = end + 4
        }
        return chunks
    }

    private static func number(_ bytes: ArraySlice<UInt8>) -> Int { bytes.reduce(0) { $0 << 8 | Int($1) } }

    /// The CRC of PNG, third edition, annex D, bit by bit.
    private static func checksum(_ bytes: ArraySlice<UInt8>) -> Int {
        var crc = ~UInt32(0)
        for byte in bytes {
            crc ^= UInt32(byte)
            for _ in 0..<8 { crc = crc & 1 == 1 ? crc >> 1 ^ 0xEDB8_8320 : crc >> 1 }
        }
        return Int(~crc)
    }
}

struct PNGEncoderTests {
    @Test(arguments: [(1, 0), (2, 4), (3, 2), (4, 6)] as [(Int, UInt8)])
    func theHeaderDescribesThePicture(bands: Int, colors: UInt8) throws {
        let file = try encoded(pattern(bands, 259, 3))
        #expect(file.starts(with: [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]))
        let chunks = Chunk.all(in: file)
        #expect(chunks.map(\.name) == ["IHDR", "pHYs", "IDAT", "IEND"])
        #expect(chunks.allSatisfy { $0.isIntact })
        #expect(chunks[0].data == [0, 0, 1, 3, 0, 0, 0, 3, 8, colors, 0, 0, 0])
        #expect(chunks[1].data == [0, 0, 3, 0xE8, 0, 0, 3, 0xE8, 1])
        #expect(chunks[3].data.isEmpty)
    }

    /// At level 0, the bytes of the rows are in the file, after two bytes of zlib and five bytes of Deflate.
    @Test(arguments: [PNGEncoder.Filtering.none, .automatic])
    func levelZeroStoresTheRows(filtering: PNGEncoder.Filtering) throws {
        let picture = pattern(3, 5, 4)
        let file = try encoded(picture, level: 0, filtering)
        let data = try #require(Chunk.all(in: file).first { $0.name == "IDAT" }).data
        #expect(Array(data.prefix(7)) == [0x78, 1, 1, 64, 0, 0xBF, 0xFF])
        let rows = (0..<4).map { [0] + picture.samples[$0 * 15..<($0 + 1) * 15] }
        #expect(Array(data.dropFirst(7).dropLast(4)) == rows.flatMap { $0 })
    }

    @Test func metadataIsBeforeThePixels() throws {
        let metadata = PNGMetadata(profile: Array("profile".utf8), xmp: Array("<x/>".utf8))
        let file = try encoded(pattern(3, 4, 4), level: 0, .automatic, metadata)
        let chunks = Chunk.all(in: file)
        #expect(chunks.map(\.name) == ["IHDR", "iCCP", "pHYs", "zTXt", "IDAT", "IEND"])
        #expect(chunks.allSatisfy { $0.isIntact })
        var stored = Array("icc".utf8)
        stored += [0, 0, 0x78, 1, 1, 7, 0, 0xF8, 0xFF]
        stored += "profile".utf8
        #expect(Array(chunks[1].data.dropLast(4)) == stored)
        stored = Array("XML:com.adobe.xmp".utf8)
        stored += [0, 0, 0x78, 1, 1, 4, 0, 0xFB, 0xFF]
        stored += "<x/>".utf8
        #expect(Array(chunks[3].data.dropLast(4)) == stored)
    }

    @Test(arguments: [
        (8191, 8192, 1, true), (8192, 8192, 1, false), (1_000_000, 22, 3, true), (1_000_001, 1, 1, false),
        (1, 1_000_001, 1, false), (4, 4, 5, false), (0, 4, 3, false), (65_535, 257, 4, false), (65_535, 256, 4, true),
    ])
    func onlyRowsWithinTheLimitsFit(width: Int, height: Int, samples: Int, fits: Bool) {
        #expect(PNGRows.fit(width: width, height: height, samplesPerPixel: samples) == fits)
    }
}

extension LibvipsSuite {
    /// Compares decoded pictures with the encoded pixels. libpng decodes them.
    @Suite struct LibpngTests {
        private func decoded(_ file: [UInt8]) throws -> Image {
            LibvipsSuite.started
            var operation = try Operation("pngload_source")
            try operation.set("source", .source(Source(bytes: file)))
            try operation.set("fail_on", "warning")
            try operation.build()
            return try operation.image()
        }

        @Test(arguments: [(2, 1), (2, 7), (7, 1), (17, 5), (203, 117), (65_535, 2), (3, 5000)], [1, 2, 3, 4])
        func libpngDecodesThePixels(size: (width: Int, height: Int), bands: Int) throws {
            let pixels = pattern(bands, size.width, size.height)
            for filtering in [PNGEncoder.Filtering.none, .automatic] {
                let file = try encoded(pixels, filtering)
                #expect(try decoded(file).pixels() == pixels)
            }
        }

        @Test(arguments: 1...4)
        func aPictureCanHaveOnePixel(bands: Int) throws {
            let pixel = Pixels(width: 1, height: 1, bands: bands, samples: Array([9, 200, 3, 77].prefix(bands)))
            let file = try encoded(pixel)
            #expect(try decoded(file).pixels() == pixel)
        }

        /// A higher level gives a smaller file for most pictures, but not for every picture.
        @Test func everyLevelGivesTheSamePixels() throws {
            let pixels = pattern(3, 300, 200)
            let files = try (0...9).map { try encoded(pixels, level: $0) }
            for file in files { #expect(try decoded(file).pixels() == pixels) }
            #expect(files[0].count > pixels.samples.count)
            #expect(files[1].count < files[0].count && files[9].count < files[6].count)
        }

        @Test func theMetadataIsRead() throws {
            let profile = try #require(
                try Image(pattern(3, 2, 2)).apply(
                    "icc_transform",
                    ["output_profile": "p3", "input_profile": "srgb"]
                ).blob(field: "icc-profile-data")
            )
            let xmp = Array("<?xpacket?><x:xmpmeta/>".utf8)
            let metadata = PNGMetadata(profile: profile, xmp: xmp)
            let image = try decoded(encoded(pattern(3, 20, 20), level: 9, .automatic, metadata))
            #expect(image.blob(field: "icc-profile-data") == profile)
            #expect(image.blob(field: "xmp-data").map { Array($0.prefix(xmp.count)) } == xmp)
        }
    }
}
