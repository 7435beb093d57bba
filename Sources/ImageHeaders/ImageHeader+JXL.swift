extension ImageHeader {
    /// Returns the size from the header of the codestream (ISO/IEC 18181-1, annex D). Decoding turns the picture
    /// upright, so the size is that of the upright picture.
    func jxl() -> (Int, Int)? {
        guard let start = jxlCodestream(), has([0xFF, 0x0A], at: start) else { return nil }
        var bits = LittleBits(bytes, from: start + 2)
        let isSmall = bits.flag()
        let height = bits.side(isSmall: isSmall)
        let ratio = bits.number(3)
        let width =
            if ratio == 0 {
                bits.side(isSmall: isSmall)
            } else {
                height * Self.ratios[ratio - 1].width / Self.ratios[ratio - 1].height
            }
        // The orientation follows two flags: whether all properties have their defaults, and whether the properties
        // with the orientation follow.
        let hasOrientation = !bits.flag() && bits.flag()
        let orientation = hasOrientation ? bits.number(3) + 1 : 1
        guard bits.isInFile else { return nil }
        return orientation >= 5 ? (height, width) : (width, height)
    }

    private static let ratios: [(width: Int, height: Int)] = [
        (1, 1), (12, 10), (4, 3), (3, 2), (16, 9), (5, 4), (2, 1),
    ]
}

/// Reads numbers bit by bit. The least significant bit of a byte is its first bit.
private struct LittleBits {
    private let bytes: HeaderBytes
    /// The number of bits before the next number, from the start of the file.
    private var position: Int

    init(_ bytes: HeaderBytes, from offset: Int) {
        self.bytes = bytes
        position = offset * 8
    }

    /// Whether all bits that were read are in the file.
    var isInFile: Bool { position <= bytes.count * 8 }

    mutating func number(_ count: Int) -> Int {
        defer { position += count }
        return (position..<position + count).reversed().reduce(0) { number, bit in
            number << 1 | Int(bytes[bit / 8] >> (bit % 8) & 1)
        }
    }

    mutating func flag() -> Bool { number(1) == 1 }

    /// Reads a side in pixels. A small picture has sides that are multiples of 8.
    mutating func side(isSmall: Bool) -> Int {
        isSmall ? (number(5) + 1) * 8 : number([9, 13, 18, 30][number(2)]) + 1
    }
}
