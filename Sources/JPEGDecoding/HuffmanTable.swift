/// A Huffman table (ITU T.81, C.2), as a lookup table for the next bits.
///
/// The index of an entry is the next 11 bits. If a code and the value of its coefficient fit into these bits, the entry
/// contains the complete coefficient. So most coefficients of a photograph need only one lookup. `HuffmanCode` in
/// `Containers` is a separate type, because it needs no values of coefficients, and it must also work for files that
/// this decoder refuses.
final class HuffmanTable: Sendable {
    enum Kind { case dc, ac }

    /// The number of bits in the index of an entry.
    static let bits = 11
    /// This bit is set in each entry that contains no value.
    static let symbolFlag: UInt32 = 1 << 15

    /// First, 2 to the power of `bits` entries:
    /// - Bits 0 to 5 are the number of bits to skip: the length of the code and, if the entry contains a value, the
    ///   length of the value. The number is 0 if the code is longer than the index.
    /// - Bits 8 to 11 are the number of zero coefficients before the coefficient of the entry.
    /// - Bits 16 to 31 are the value or the symbol.
    ///
    /// Then the data for a linear search for longer codes:
    /// - From `ends` on, for each length of a code, an upper bound: the next 16 bits are less than this bound if they
    ///   start with a code of this length or with a shorter code. The bound is 0 if no code has this length.
    /// - From `offsets` on, for each length of a code, the difference between the index of a symbol and its code,
    ///   modulo 256.
    /// - From `symbols` on, the symbols.
    nonisolated(unsafe) let entries: UnsafeMutablePointer<UInt32>
    private static let shortCount = 1 << bits
    static let ends = shortCount
    static let offsets = ends + 32
    static let symbols = offsets + 32
    private static let count = symbols + 256

    /// - Parameter counts: the numbers of codes with 1, 2, … 16 bits.
    init(_ kind: Kind, counts: ArraySlice<UInt8>, symbols: ArraySlice<UInt8>) throws(JPEGRefusal) {
        entries = .allocate(capacity: Self.count)
        entries.initialize(repeating: 0, count: Self.count)
        entries.update(repeating: Self.symbolFlag, count: Self.shortCount)
        let symbols = Array(symbols)
        guard counts.count == 16, symbols.count <= 256, counts.reduce(0, { $0 + Int($1) }) == symbols.count,
            kind == .ac || symbols.allSatisfy({ $0 <= 15 })
        else { throw JPEGRefusal("a broken Huffman table") }
        var (code, index) = (0, 0)
        for (length, count) in zip(1..., counts) {
            entries[Self.offsets + length] = UInt32((index - code) & 0xFF)
            guard code + Int(count) <= 1 << length else { throw JPEGRefusal("a broken Huffman table") }
            for _ in 0..<Int(count) {
                if length <= Self.bits { fill(kind, code: code, length: length, symbol: Int(symbols[index])) }
                entries[Self.symbols + index] = UInt32(symbols[index])
                code += 1
                index += 1
            }
            entries[Self.ends + length] = count > 0 ? UInt32(code << (16 - length)) : 0
            code <<= 1
        }
    }

    /// A table without codes. It replaces a table that a scan does not use.
    static let empty = try? HuffmanTable(.ac, counts: [UInt8](repeating: 0, count: 16)[...], symbols: [])

    deinit { entries.deallocate() }

    private func fill(_ kind: Kind, code: Int, length: Int, symbol: Int) {
        let (run, size) = kind == .ac ? (symbol >> 4, symbol & 15) : (0, symbol)
        let rest = Self.bits - length
        let hasValue = size > 0 ? size <= rest : kind == .dc
        for tail in 0..<1 << rest {
            let value = size > 0 && hasValue ? Self.value(tail >> (rest - size), size: size) : 0
            entries[code << rest | tail] =
                hasValue
                ? UInt32(UInt16(truncatingIfNeeded: value)) << 16 | UInt32(run) << 8 | UInt32(length + size)
                : UInt32(symbol) << 16 | Self.symbolFlag | UInt32(length)
        }
    }

    /// Returns the value that the bits after a code represent (ITU T.81, F.2.2.1). If the first of these bits is 0, the
    /// value is negative.
    @inline(__always)
    static func value(_ bits: Int, size: Int) -> Int {
        bits < 1 &<< (size &- 1) ? bits &- (1 &<< size) &+ 1 : bits
    }
}
