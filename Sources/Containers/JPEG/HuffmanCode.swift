/// A Huffman code of a JPEG. The number of codes of each length and the order of the symbols define it.
///
/// Three types of Huffman codes have different purposes. `HuffmanCode` finds the end and the symbol of each code.
/// `HuffmanTable` in `JPEGDecoding` also contains the values of coefficients, so that most coefficients need only one
/// lookup. `OptimalHuffmanCode` in `JPEGEncoding` computes a short code from the frequencies of the symbols.
struct HuffmanCode {
    /// A lookup table over the next 16 bits. The upper byte is the length of the code, and the lower byte is the
    /// symbol. An entry is 0 if the bits are not a code.
    private let entries: [UInt16]

    /// - Parameters:
    ///   - counts: the numbers of codes with 1, 2, … 16 bits.
    ///   - symbols: the symbols in the order of their codes.
    /// - Returns: nil if the counts and the symbols do not match, if a symbol occurs twice, or if there are more codes
    ///   than the lengths permit.
    init?(counts: [Int], symbols: [UInt8]) {
        guard counts.count == 16, counts.reduce(0, +) == symbols.count, Set(symbols).count == symbols.count else {
            return nil
        }
        var entries: [UInt16] = []
        entries.reserveCapacity(1 << 16)
        var next = symbols.makeIterator()
        for (index, count) in counts.enumerated() {
            for _ in 0..<count {
                guard let symbol = next.next(), entries.count + 1 << (15 - index) <= 1 << 16 else { return nil }
                entries += [UInt16](repeating: UInt16(index + 1) << 8 | UInt16(symbol), count: 1 << (15 - index))
            }
        }
        entries += [UInt16](repeating: 0, count: 1 << 16 - entries.count)
        self.entries = entries
    }

    /// - Parameter bits: the next 16 bits.
    /// - Returns: the symbol and the length of its code. The length is 0 if the bits are not a code.
    @inline(__always)
    func code(_ bits: Int) -> (length: Int, symbol: Int) {
        let entry = entries[bits]
        return (Int(entry >> 8), Int(entry & 0xFF))
    }
}
