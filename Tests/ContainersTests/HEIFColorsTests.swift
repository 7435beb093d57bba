import Testing

@testable import Containers

@Suite struct HEIFColorsTests {
    private func big(_ value: Int, _ count: Int) -> [UInt8] {
        (0..<count).reversed().map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
    }

    private func box(_ type: String, _ content: [UInt8]) -> [UInt8] {
        big(8 + content.count, 4) + Array(type.utf8) + content
    }

    private func fullBox(_ type: String, version: UInt8 = 0, flags: UInt8 = 0, _ content: [UInt8]) -> [UInt8] {
        box(type, [version, 0, 0, flags] + content)
    }

    private func nclx(_ primaries: Int, _ transfer: Int) -> [UInt8] {
        box("colr", Array("nclx".utf8) + big(primaries, 2) + big(transfer, 2) + big(6, 2) + [0x80])
    }

    /// Returns a file whose properties are a size (1) and two colour spaces (2 and 3).
    private func file(primary: Int, associations: [UInt8], isWide: Bool = false, references: [UInt8] = [])
        -> MemoryBytes
    {
        let properties = box("ipco", box("ispe", [UInt8](repeating: 0, count: 12)) + nclx(9, 16) + nclx(12, 13))
        let meta =
            fullBox("hdlr", big(0, 20)) + fullBox("pitm", version: isWide ? 1 : 0, big(primary, isWide ? 4 : 2))
            + references
            + box("iprp", properties + associations)
        return MemoryBytes(
            box("ftyp", Array("avif".utf8) + big(0, 4)) + fullBox("meta", meta) + box("mdat", [1, 2, 3])
        )
    }

    @Test func colorsOfThePrimaryItem() {
        let associations = fullBox("ipma", big(2, 4) + big(1, 2) + [2, 0x81, 2] + big(2, 2) + [2, 0x81, 0x83])
        #expect(
            HEIFColors.codePoints(of: file(primary: 2, associations: associations))
                == CodePoints(primaries: 12, transfer: 13, isFullRange: true)
        )
        #expect(HEIFColors.codePoints(of: file(primary: 1, associations: associations))?.primaries == 9)
        #expect(HEIFColors.codePoints(of: file(primary: 3, associations: associations)) == nil)
    }

    @Test func wideNumbers() {
        let associations = fullBox("ipma", version: 1, flags: 1, big(1, 4) + big(70000, 4) + [1] + big(0x8003, 2))
        let found = HEIFColors.codePoints(of: file(primary: 70000, associations: associations, isWide: true))
        #expect(found?.primaries == 12)
    }

    /// Cameras write a grid of tiles. In this file, only a tile has a colour space, so the picture has this colour
    /// space.
    @Test func colorsOfTheTiles() {
        let associations = fullBox("ipma", big(2, 4) + big(5, 2) + [1, 0x83] + big(9, 2) + [1, 1])
        let references = fullBox(
            "iref",
            box("thmb", big(7, 2) + big(1, 2) + big(9, 2)) + box("dimg", big(9, 2) + big(2, 2) + big(5, 2) + big(6, 2))
        )
        let found = HEIFColors.codePoints(of: file(primary: 9, associations: associations, references: references))
        #expect(found?.primaries == 12)
    }

    @Test func premultipliedColors() {
        let references = fullBox(
            "iref",
            box("auxl", big(2, 2) + big(1, 2) + big(1, 2)) + box("prem", big(1, 2) + big(1, 2) + big(2, 2))
        )
        #expect(HEIFColors.arePremultiplied(in: file(primary: 1, associations: [], references: references)))
        #expect(!HEIFColors.arePremultiplied(in: file(primary: 2, associations: [], references: references)))
        #expect(!HEIFColors.arePremultiplied(in: file(primary: 1, associations: [])))
    }

    @Test func brokenFilesHaveNoColors() {
        let associations = fullBox("ipma", big(1, 4) + big(1, 2) + [1, 0x83])
        let complete = file(primary: 1, associations: associations)
        let bytes = complete.read(at: 0, count: complete.byteCount)
        #expect(HEIFColors.codePoints(of: complete)?.primaries == 12)
        for count in 0..<bytes.count - 11 {
            #expect(HEIFColors.codePoints(of: MemoryBytes(Array(bytes.prefix(count)))) == nil)
        }
        for index in bytes.indices {
            var changed = bytes
            changed[index] ^= 0xFF
            // The test requires only that no input crashes the parser.
            _ = HEIFColors.codePoints(of: MemoryBytes(changed))
        }
    }
}
