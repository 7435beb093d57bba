import Testing

@testable import Containers

/// The checksums of the chunks are 0, because only the decoder verifies checksums.
@Suite struct PNGColorsTests {
    private func chunk(_ name: String, _ data: [UInt8]) -> [UInt8] {
        big(data.count) + Array(name.utf8) + data + big(0)
    }

    private func big(_ value: Int) -> [UInt8] { [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: value >> $0) } }

    private func colors(_ chunks: [UInt8]...) -> PNGColors {
        let header = [0x89] + Array("PNG\r\n\u{1A}\n".utf8) + chunk("IHDR", [UInt8](repeating: 1, count: 13))
        return PNGColors(of: MemoryBytes(header + chunks.flatMap(\.self)))
    }

    @Test func everyChunk() {
        let points = [31270, 32900, 64000, 33000, 30000, 60000, 15000, 6000].flatMap(big)
        let found = colors(
            chunk("cICP", [12, 13, 0, 1]),
            chunk("sRGB", [0]),
            chunk("gAMA", big(45455)),
            chunk("cHRM", points)
        )
        #expect(found.codePoints == CodePoints(primaries: 12, transfer: 13, isFullRange: true))
        #expect(found.isSRGB)
        #expect(found.gamma == 0.45455)
        #expect(found.chromaticities == .sRGB)
    }

    @Test func largeChunksAreSkipped() {
        let long = chunk("iCCP", [UInt8](repeating: 7, count: 9000))
        #expect(colors(long, chunk("gAMA", big(100_000))).gamma == 1)
    }

    @Test func chunksAfterThePixelsAreIgnored() {
        #expect(colors(chunk("IDAT", [1, 2]), chunk("gAMA", big(100_000))) == PNGColors())
        #expect(colors(chunk("PLTE", [1, 2, 3]), chunk("cICP", [12, 13, 0, 1])) == PNGColors())
    }

    @Test func brokenChunksAreIgnored() {
        #expect(
            colors(chunk("cICP", [12, 13, 1, 1]), chunk("gAMA", big(0)), chunk("cHRM", [1]), chunk("sRGB", []))
                == PNGColors()
        )
        #expect(colors(chunk("gAMA", big(15))) == PNGColors())
        #expect(colors(chunk("gAMA", big(625_000_001))) == PNGColors())
        #expect(colors(Array(chunk("gAMA", big(100_000)).prefix(10))) == PNGColors())
        #expect(colors(big(-1) + Array("gAMA".utf8)) == PNGColors())
    }
}
