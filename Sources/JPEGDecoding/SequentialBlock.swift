/// Decodes the coefficients of a block of a sequential scan (ITU T.81, F.2.2).
///
/// The functions are not inlined and use a copy of the reader, so that the compiler keeps the reader in registers.
enum SequentialBlock {
    /// Decodes all coefficients except the first one.
    /// - Parameter block: receives the coefficients. They must be 0 before the call, because only nonzero coefficients
    ///   are written. Each index into the block comes from `order`, so the index is in range.
    /// - Returns: a bit mask of the nonzero coefficients. If the data is broken, only bit 0 is set.
    @inline(never)
    static func decode(
        _ source: inout BitReader,
        _ table: EntropyTable,
        _ block: UnsafeMutablePointer<Int16>,
        _ order: CoefficientOrder
    ) -> UInt64 {
        var reader = source
        var mask: UInt64 = 0
        var coefficient = 1
        while coefficient < 64 {
            reader.refill()
            var entry = reader.entry(table.entries)
            if entry & HuffmanTable.symbolFlag == 0 {
                store(entry, &reader, &coefficient, &mask, block, order)
                if coefficient >= 64 { break }
                // At least 45 valid bits remain, which is enough for another entry with a value, or for a code and its
                // value.
                entry = reader.entry(table.entries)
                if entry & HuffmanTable.symbolFlag == 0 {
                    store(entry, &reader, &coefficient, &mask, block, order)
                    continue
                }
            }
            let symbol = table.symbol(entry, &reader)
            let (run, size) = (symbol &>> 4, symbol & 15)
            if size == 0 {
                // A run of 15 without a value means 16 zeros. All other codes without a value end the block.
                if run != 15 { break }
                coefficient &+= 16
                continue
            }
            if symbol < 0 {
                coefficient = .max
                break
            }
            coefficient &+= run
            block[order.index(coefficient)] = Int16(
                truncatingIfNeeded: HuffmanTable.value(reader.next(size), size: size)
            )
            mask |= 1 &<< UInt64(truncatingIfNeeded: coefficient)
            coefficient &+= 1
        }
        source = reader
        return coefficient > 64 ? 1 : mask
    }

    @inline(__always)
    private static func store(
        _ entry: UInt32,
        _ reader: inout BitReader,
        _ coefficient: inout Int,
        _ mask: inout UInt64,
        _ block: UnsafeMutablePointer<Int16>,
        _ order: CoefficientOrder
    ) {
        reader.skip(Int(entry & 0x3F))
        coefficient &+= Int(entry &>> 8 & 15)
        block[order.index(coefficient)] = Int16(truncatingIfNeeded: entry &>> 16)
        mask |= 1 &<< UInt64(truncatingIfNeeded: coefficient)
        coefficient &+= 1
    }

    /// Skips all coefficients except the first one.
    /// - Returns: 1 if the data is broken, else 0.
    @inline(never)
    static func skip(_ source: inout BitReader, _ table: EntropyTable) -> UInt64 {
        var reader = source
        var coefficient = 1
        while coefficient < 64 {
            reader.refill()
            var entry = reader.entry(table.entries)
            if entry & HuffmanTable.symbolFlag == 0 {
                reader.skip(Int(entry & 0x3F))
                coefficient &+= Int(entry &>> 8 & 15) &+ 1
                if coefficient >= 64 { break }
                entry = reader.entry(table.entries)
                if entry & HuffmanTable.symbolFlag == 0 {
                    reader.skip(Int(entry & 0x3F))
                    coefficient &+= Int(entry &>> 8 & 15) &+ 1
                    continue
                }
            }
            let symbol = table.symbol(entry, &reader)
            let (run, size) = (symbol &>> 4, symbol & 15)
            if size == 0 {
                if run != 15 { break }
                coefficient &+= 16
                continue
            }
            if symbol < 0 {
                coefficient = .max
                break
            }
            reader.skip(size)
            coefficient &+= run &+ 1
        }
        source = reader
        return coefficient > 64 ? 1 : 0
    }
}
