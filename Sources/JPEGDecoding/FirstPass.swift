/// Decodes the first scan of a range of coefficients in a progressive picture (ITU T.81, G.1.2.2).
enum FirstPass {
    /// Decodes consecutive blocks.
    /// - Parameters:
    ///   - emptyBlocks: the number of consecutive blocks, starting with the current block, that have no further
    ///     coefficients in this scan. The function updates this number.
    ///   - blocks: the blocks of the component. Each index into a block comes from `order`, so the index is in range.
    ///   - range: the indices of the blocks to decode.
    /// - Returns: false if the data is broken.
    @inline(never)
    static func decode(
        _ source: inout BitReader,
        _ table: EntropyTable,
        _ emptyBlocks: inout Int,
        _ blocks: CoefficientBlocks.View,
        _ range: Range<Int>,
        _ scan: ScanHeader
    ) -> Bool {
        let order = blocks.order
        var reader = source
        defer { source = reader }
        let (first, last, shift) = (scan.first, scan.last, scan.lowBit)
        var index = range.lowerBound
        while index < range.upperBound {
            if emptyBlocks > 0 {
                let count = min(emptyBlocks, range.upperBound &- index)
                emptyBlocks &-= count
                index &+= count
                continue
            }
            let block = blocks.block(index)
            var mask: UInt64 = 0
            var coefficient = first
            while coefficient <= last {
                reader.refill()
                let entry = reader.entry(table.entries)
                let value: Int
                if entry & HuffmanTable.symbolFlag == 0 {
                    reader.skip(Int(entry & 0x3F))
                    coefficient &+= Int(entry &>> 8 & 15)
                    value = Int(Int16(truncatingIfNeeded: entry &>> 16))
                } else {
                    let symbol = table.symbol(entry, &reader)
                    let (run, size) = (symbol &>> 4, symbol & 15)
                    if symbol < 0 { return false }
                    if size == 0 {
                        if run == 15 {
                            coefficient &+= 16
                            continue
                        }
                        emptyBlocks = (1 &<< run) &- 1 &+ (run > 0 ? reader.next(run) : 0)
                        coefficient = last &+ 1
                        break
                    }
                    coefficient &+= run
                    value = HuffmanTable.value(reader.next(size), size: size)
                }
                let shifted = value &<< shift
                let stored = Int16(truncatingIfNeeded: shifted)
                // A coefficient after the last one of the scan is an error. Also refuse a value that does not fit into
                // 16 bits, because decoders can read it differently.
                if coefficient > last || Int(stored) != shifted { return false }
                block[order.index(coefficient)] = stored
                mask |= 1 &<< UInt64(truncatingIfNeeded: coefficient)
                coefficient &+= 1
            }
            if coefficient > last &+ 1 { return false }
            blocks.masks[index] |= mask
            index &+= 1
        }
        return true
    }
}
