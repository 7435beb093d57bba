/// Decodes a refinement scan of a progressive picture. Such a scan adds one bit to each coefficient in a range (ITU
/// T.81, G.1.2.3).
enum RefinementPass {
    /// Decodes consecutive blocks. The parameters have the same meaning as in `FirstPass.decode`.
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
        let shift = Int16(truncatingIfNeeded: scan.lowBit)
        // A bit mask of the coefficients of the scan.
        let all =
            (UInt64.max &<< UInt64(truncatingIfNeeded: scan.first))
            & (UInt64.max &>> UInt64(truncatingIfNeeded: 63 &- scan.last))
        for index in range {
            let block = blocks.block(index)
            let nonzero = blocks.masks[index]
            var mask = nonzero
            var rest = all
            var bits = CorrectionBits()
            if emptyBlocks == 0 {
                while rest != 0 {
                    reader.refill()
                    let entry = reader.entry(table.entries)
                    var (run, value) = (0, 0)
                    if entry & HuffmanTable.symbolFlag == 0 {
                        reader.skip(Int(entry & 0x3F))
                        run = Int(entry &>> 8 & 15)
                        value = Int(Int16(truncatingIfNeeded: entry &>> 16))
                        if value &* value != 1 { return false }
                    } else {
                        let symbol = table.symbol(entry, &reader)
                        run = symbol &>> 4
                        if symbol & 15 > 0 {
                            if symbol < 0 || symbol & 15 > 1 { return false }
                            value = reader.nextBit() ? 1 : -1
                        } else if run < 15 {
                            emptyBlocks = (1 &<< run) &+ (run > 0 ? reader.next(run) : 0)
                            break
                        }
                    }
                    // Skip `run` coefficients that are zero. The next zero coefficient, `target`, gets the value.
                    // Without a value, `target` is the last of 16 zeros and stays zero.
                    var zeros = ~nonzero & rest
                    while run > 0 {
                        zeros &= zeros &- 1
                        run &-= 1
                    }
                    let target = zeros & (0 &- zeros)
                    // If too few zeros remain, `target` is 0, and `passed` contains all remaining coefficients.
                    let passed = rest & (target &- 1)
                    bits.read(&reader, for: nonzero & passed)
                    rest &= ~(passed | target)
                    if value != 0 {
                        if target == 0 { return false }
                        block[order.index(target.trailingZeroBitCount)] = Int16(truncatingIfNeeded: value) &<< shift
                        mask |= target
                    }
                }
                blocks.masks[index] = mask
            }
            if emptyBlocks > 0 {
                emptyBlocks &-= 1
                if nonzero & rest != 0 {
                    reader.refill()
                    bits.read(&reader, for: nonzero & rest)
                }
            }
            bits.correct(nonzero & all, block, order, shift)
        }
        return true
    }
}

/// The bits of a block that correct its coefficients. They are applied after the whole block is read. If they were
/// applied after each code, a loop over few bits would run for each code, and the CPU would often mispredict the
/// end of this loop.
private struct CorrectionBits {
    /// The correction bits, in the lowest `count` bits of the number. The first correction bit is the most significant
    /// of them.
    private var bits: UInt64 = 0
    private var count = 0

    /// Reads one bit for each of the coefficients. At least 32 bits of the reader must be valid.
    @inline(__always)
    mutating func read(_ reader: inout BitReader, for coefficients: UInt64) {
        let total = coefficients.nonzeroBitCount
        if total > 32 {
            reader.refill()
            append(&reader, total &- 32)
            reader.refill()
            append(&reader, 32)
        } else {
            append(&reader, total)
        }
    }

    @inline(__always)
    private mutating func append(_ reader: inout BitReader, _ length: Int) {
        // Shift twice, because the length can be 0, and `&>>` treats a shift by 64 bits as a shift by 0 bits.
        let next = (reader.bits &>> 1) &>> UInt64(truncatingIfNeeded: 63 &- length)
        bits = bits &<< UInt64(truncatingIfNeeded: length) | next
        count &+= length
        reader.skip(length)
    }

    /// Adds the bits to the magnitudes of the coefficients. The bits of all these coefficients must already be read.
    @inline(__always)
    func correct(
        _ coefficients: UInt64,
        _ block: UnsafeMutablePointer<Int16>,
        _ order: CoefficientOrder,
        _ shift: Int16
    ) {
        guard bits != 0 else { return }
        var rest = coefficients
        var bits = bits &<< UInt64(truncatingIfNeeded: 64 &- count)
        while bits != 0 {
            let position = order.index(rest.trailingZeroBitCount)
            rest &= rest &- 1
            let value = block[position]
            // 1 or -1, with the sign of the coefficient.
            let unit = (value &>> 15) | 1
            let bit = Int16(truncatingIfNeeded: Int64(bitPattern: bits) &>> 63)
            block[position] = value &+ ((unit &<< shift) & bit)
            bits &<<= 1
        }
    }
}
