/// A pointer to the entries of a Huffman table, for the loops over blocks. If the loops used the table itself, they
/// would spend time on reference counting. The table must outlive the pointer.
struct EntropyTable {
    let entries: UnsafePointer<UInt32>

    /// - Parameters:
    ///   - table: the table, or nil if the file does not define it.
    ///   - isUsed: whether the scan uses the table. Only a table that is used must be defined.
    init(_ table: HuffmanTable?, isUsed: Bool) throws(JPEGRefusal) {
        guard let table = isUsed ? table : .empty else { throw JPEGRefusal("a missing Huffman table") }
        entries = UnsafePointer(table.entries)
    }

    /// Returns the symbol of an entry that contains no value, and skips the code of this symbol.
    /// - Parameter entry: the entry for the next bits.
    /// - Returns: -1 if the bits are not a code.
    @inline(__always)
    func symbol(_ entry: UInt32, _ reader: inout BitReader) -> Int {
        let length = Int(entry & 0x3F)
        if length > 0 {
            reader.skip(length)
            return Int(entry &>> 16)
        }
        let code = longCode(Int(truncatingIfNeeded: reader.bits &>> 48))
        reader.skip(code &>> 8)
        return code == 0 ? -1 : code & 0xFF
    }

    /// Decodes a code of more than `HuffmanTable.bits` bits. No entry contains the symbol of such a code.
    /// - Parameter bits: the next 16 bits.
    /// - Returns: 256 times the length of the code, plus its symbol; 0 if the bits are not a code.
    @inline(never)
    private func longCode(_ bits: Int) -> Int {
        for length in HuffmanTable.bits + 1...16 where bits < Int(entries[HuffmanTable.ends + length]) {
            let index = bits >> (16 - length) &+ Int(entries[HuffmanTable.offsets + length])
            return length << 8 | Int(entries[HuffmanTable.symbols + (index & 0xFF)])
        }
        return 0
    }

    /// Returns the difference between a DC coefficient and its prediction. At least 32 bits of the reader must be
    /// valid.
    /// - Parameter isValid: becomes false if the bits are not a code.
    @inline(__always)
    func difference(_ reader: inout BitReader, _ isValid: inout Bool) -> Int {
        let entry = reader.entry(entries)
        if entry & HuffmanTable.symbolFlag == 0 {
            reader.skip(Int(entry & 0x3F))
            return Int(Int16(truncatingIfNeeded: entry &>> 16))
        }
        let size = symbol(entry, &reader)
        guard size > 0 else {
            isValid = isValid && size == 0
            return 0
        }
        return HuffmanTable.value(reader.next(size & 15), size: size & 15)
    }
}
