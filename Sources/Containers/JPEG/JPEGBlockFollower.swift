/// Reads the codes of the blocks of a scan, one block after the other, without decoding the blocks.
struct JPEGBlockFollower {
    private let scan: JPEGScanHeader
    private let isProgressive: Bool
    /// The Huffman codes of each component of the scan.
    var codes: [(dc: HuffmanCode?, ac: HuffmanCode?)] = []
    /// The number of consecutive blocks, starting with the current block, that get no further nonzero coefficients in
    /// this scan. In a refinement, such a block can still contain correction bits.
    private var emptyBlocks = 0

    init(scan: JPEGScanHeader, isProgressive: Bool) {
        (self.scan, self.isProgressive) = (scan, isProgressive)
    }

    mutating func restart() { emptyBlocks = 0 }

    /// Reads a block of a sequential scan, or the first coefficient of a block in a progressive scan.
    func follow(_ component: Int, _ bits: inout JPEGScanBits) -> Bool {
        guard !isProgressive || scan.isPart else { return false }
        if scan.highBit > 0 { return bits.skip(1) }
        guard let dc = codes[component].dc, let size = bits.next(dc), size <= 15, bits.skip(size) else { return false }
        guard !isProgressive else { return true }
        guard let ac = codes[component].ac else { return false }
        var index = 1
        while index < 64 {
            guard let symbol = bits.next(ac) else { return false }
            let (run, size) = (symbol >> 4, symbol & 15)
            if size == 0 && run < 15 { return true }
            index += run + 1
            guard index <= 64, bits.skip(size) else { return false }
        }
        return true
    }

    /// Reads a block in a progressive scan without the first coefficient.
    /// - Parameter nonzero: a bit mask of the nonzero coefficients of the block. The scan can add coefficients to it.
    mutating func follow(_ component: Int, _ bits: inout JPEGScanBits, _ nonzero: inout UInt64) -> Bool {
        guard scan.isPart, let ac = codes[component].ac else { return false }
        return scan.highBit == 0 ? first(ac, &bits, &nonzero) : refinement(ac, &bits, &nonzero)
    }

    private mutating func first(_ code: HuffmanCode, _ bits: inout JPEGScanBits, _ nonzero: inout UInt64) -> Bool {
        if emptyBlocks > 0 {
            emptyBlocks -= 1
            return true
        }
        var index = scan.first
        while index <= scan.last {
            guard let symbol = bits.next(code) else { return false }
            let (run, size) = (symbol >> 4, symbol & 15)
            if size == 0 && run < 15 {
                guard let more = bits.next(run) else { return false }
                emptyBlocks = 1 << run + more - 1
                return true
            }
            index += run
            if size > 0 {
                guard index <= scan.last, bits.skip(size) else { return false }
                nonzero |= 1 << UInt64(index)
            }
            index += 1
        }
        return true
    }

    private mutating func refinement(_ code: HuffmanCode, _ bits: inout JPEGScanBits, _ nonzero: inout UInt64) -> Bool {
        var index = scan.first
        while emptyBlocks == 0, index <= scan.last {
            guard let symbol = bits.next(code) else { return false }
            var run = symbol >> 4
            let size = symbol & 15
            if size == 0 && run < 15 {
                guard let more = bits.next(run) else { return false }
                emptyBlocks = 1 << run + more
                break
            }
            guard size <= 1, bits.skip(size) else { return false }
            // Read a correction bit for each skipped coefficient that is not zero.
            while index <= scan.last {
                if nonzero >> UInt64(index) & 1 == 1 {
                    guard bits.skip(1) else { return false }
                } else if run == 0 {
                    break
                } else {
                    run -= 1
                }
                index += 1
            }
            if size == 1 {
                guard index <= scan.last else { return false }
                nonzero |= 1 << UInt64(index)
            }
            index += 1
        }
        if emptyBlocks > 0 {
            emptyBlocks -= 1
            for rest in index..<max(index, scan.last + 1) where nonzero >> UInt64(rest) & 1 == 1 {
                guard bits.skip(1) else { return false }
            }
        }
        return true
    }
}
