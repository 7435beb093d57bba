/// The bits of a scan between two restart markers.
struct JPEGScanBits {
    /// Without the zeros after FF, and with zeros at the end.
    private let bytes: [UInt8]
    private let bitCount: Int
    private var index = 0

    private init(_ bytes: [UInt8]) {
        bitCount = bytes.count * 8
        self.bytes = bytes + [0, 0, 0]
    }

    /// - Returns: nil if the restart markers are not numbered from 0 to 7.
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

    /// Whether less than a byte is left.
    var isAtEnd: Bool { index <= bitCount && bitCount - index < 8 }

    /// - Returns: false if there are not so many.
    mutating func skip(_ count: Int) -> Bool {
        index += count
        return index <= bitCount
    }

    /// Up to 16 bits as a number; nil if there are not so many.
    mutating func next(_ count: Int) -> Int? {
        guard index + count <= bitCount else { return nil }
        defer { index += count }
        return peek() >> (16 - count)
    }

    /// The next symbol; nil if the bits are no code.
    mutating func next(_ code: HuffmanCode) -> Int? {
        guard index < bitCount else { return nil }
        let (length, symbol) = code.code(peek())
        guard length > 0, skip(length) else { return nil }
        return symbol
    }

    /// The next 16 bits.
    private func peek() -> Int {
        let start = index >> 3
        let window = Int(bytes[start]) << 16 | Int(bytes[start + 1]) << 8 | Int(bytes[start + 2])
        return window >> (8 - index & 7) & 0xFFFF
    }
}
