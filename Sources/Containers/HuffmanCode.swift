/// A Huffman code as JPEG and Deflate define it: by the number of codes of each length.
struct HuffmanCode {
    /// Length in the upper byte and symbol in the lower one, by the next 16 bits; 0 for bits that are no code.
    private let entries: [UInt16]

    /// - Parameters:
    ///   - counts: of the codes with 1, 2, … 16 bits.
    ///   - symbols: in the order of the codes, each of them once.
    /// - Returns: nil if more codes are given than there can be.
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

    /// - Parameter bits: the next 16.
    /// - Returns: a length of 0 if they are no code.
    @inline(__always)
    func code(_ bits: Int) -> (length: Int, symbol: Int) {
        let entry = entries[bits]
        return (Int(entry >> 8), Int(entry & 0xFF))
    }
}
