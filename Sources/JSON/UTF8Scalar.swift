/// One Unicode scalar that was read from bytes, and the number of its bytes.
package struct UTF8Scalar: Equatable, Sendable {
    package let scalar: Unicode.Scalar
    package let length: Int

    /// Decodes strict UTF-8 (RFC 3629). Returns nil for unexpected or missing continuation bytes, overlong forms,
    /// surrogates, values above U+10FFFF, and an `index` outside the bytes.
    package init?<Bytes: RandomAccessCollection>(in bytes: Bytes, at index: Int)
    where Bytes.Element == UInt8, Bytes.Index == Int {
        guard index >= bytes.startIndex, index < bytes.endIndex else { return nil }
        let first = bytes[index]
        let smallest: UInt32
        var value: UInt32
        switch first {
        case 0..<0x80: (length, smallest, value) = (1, 0, UInt32(first))
        case 0xC2..<0xE0: (length, smallest, value) = (2, 0x80, UInt32(first & 0x1F))
        case 0xE0..<0xF0: (length, smallest, value) = (3, 0x800, UInt32(first & 0x0F))
        case 0xF0..<0xF5: (length, smallest, value) = (4, 0x10000, UInt32(first & 0x07))
        default: return nil
        }
        guard length <= bytes.endIndex - index else { return nil }
        for offset in 1..<max(length, 1) {
            let byte = bytes[index + offset]
            guard byte & 0xC0 == 0x80 else { return nil }
            value = value << 6 | UInt32(byte & 0x3F)
        }
        guard value >= smallest, let scalar = Unicode.Scalar(value) else { return nil }
        self.scalar = scalar
    }
}
