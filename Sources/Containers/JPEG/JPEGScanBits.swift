/// The bits of a scan between two restart markers.
struct JPEGScanBits {
    /// The bytes without the stuffed zeros after FF. Zeros are added at the end, because `peek` always reads three
    /// bytes.
    private let bytes: [UInt8]
    private let bitCount: Int
    private var index = 0

    private init(_ bytes: [UInt8]) {
        bitCount = bytes.count * 8
        self.bytes = bytes + [0, 0, 0]
    }

    /// Splits the entropy-coded data of a scan at its restart markers.
    /// - Returns: nil if the numbers of the restart markers do not repeat the sequence from 0 to 7, or if the range
    ///   contains another marker.
    static func parts(of file: [UInt8], _ range: Range<Int>) -> [JPEGScanBits]? {
        var (parts, bytes, offset) = ([JPEGScanBits](), [UInt8](), range.lowerBound)
        while offset < range.upperBound {
            guard file[offset] == 0xFF else {
                bytes.append(file[offset])
                offset += 1
                continue
            }
            guard offset + 1 < range.upperBound else { return nil }
            if file[offset + 1] == 0 {
                bytes.append(0xFF)
            } else {
                guard file[offset + 1] == 0xD0 + UInt8(parts.count % 8) else { return nil }
                parts.append(JPEGScanBits(bytes))
                bytes = []
            }
            offset += 2
        }
        return parts + [JPEGScanBits(bytes)]
    }

    /// Whether less than one byte remains.
    var isAtEnd: Bool { index <= bitCount && bitCount - index < 8 }

    /// - Returns: false if fewer bits remain.
    mutating func skip(_ count: Int) -> Bool {
        index += count
        return index <= bitCount
    }

    /// Returns the next `count` bits, at most 16, as a number. Returns nil if fewer bits remain.
    mutating func next(_ count: Int) -> Int? {
        guard index + count <= bitCount else { return nil }
        defer { index += count }
        return peek() >> (16 - count)
    }

    /// Returns the next symbol, or nil if the bits do not start with a complete code.
    mutating func next(_ code: HuffmanCode) -> Int? {
        guard index < bitCount else { return nil }
        let (length, symbol) = code.code(peek())
        guard length > 0, skip(length) else { return nil }
        return symbol
    }

    /// Returns the next 16 bits without moving past them.
    private func peek() -> Int {
        let start = index >> 3
        let window = Int(bytes[start]) << 16 | Int(bytes[start + 1]) << 8 | Int(bytes[start + 2])
        return window >> (8 - index & 7) & 0xFFFF
    }
}
