/// Decodes the blocks of a scan, one row of units after the other.
struct ScanDecoder {
    /// A component of the scan.
    private struct Part {
        let dc: EntropyTable
        let ac: EntropyTable
        /// The number of columns and rows of blocks in a unit.
        let columns: Int
        let rows: Int
        /// The index of the component in the frame.
        let index: Int
        var prediction = 0
    }

    private let header: ScanHeader
    private let isProgressive: Bool
    private let units: (columns: Int, rows: Int)
    private let interval: Int
    private let data: EntropyCodedData
    private var parts: [Part]
    private var reader: BitReader
    private var currentInterval = 0
    private var unitsLeft: Int
    /// The number of consecutive blocks, starting with the current block, that have no further coefficients in a
    /// progressive scan.
    private var emptyBlocks = 0
    private var isBroken = false

    /// - Parameters:
    ///   - scan: the owner of the Huffman tables. The scan must outlive the decoder, which has only pointers to the
    ///     tables.
    init(
        _ scan: Scan,
        of frame: FrameHeader,
        _ data: EntropyCodedData
    ) throws(JPEGRefusal) {
        header = scan.header
        isProgressive = frame.isProgressive
        units = scan.units(frame)
        interval = scan.restartInterval == 0 ? .max : scan.restartInterval
        unitsLeft = interval
        self.data = data
        reader = data.reader(0)
        let isInterleaved = scan.header.components.count > 1
        var parts: [Part] = []
        for (component, tables) in zip(scan.header.components, scan.tables) {
            let frame = frame.components[component.index]
            parts.append(
                Part(
                    dc: try EntropyTable(tables.dc, isUsed: scan.usesDC),
                    ac: try EntropyTable(tables.ac, isUsed: scan.usesAC),
                    columns: isInterleaved ? frame.horizontalFactor : 1,
                    rows: isInterleaved ? frame.verticalFactor : 1,
                    index: component.index
                )
            )
        }
        self.parts = parts
    }

    /// Decodes all rows of units.
    mutating func decodeAll(to blocks: [CoefficientBlocks]) throws(JPEGRefusal) {
        for row in 0..<units.rows { try decodeRow(row, to: blocks) }
    }

    /// Decodes the next row of units.
    /// - Parameters:
    ///   - row: the index of the row in `blocks`.
    ///   - blocks: the blocks of all components of the frame.
    mutating func decodeRow(_ row: Int, to blocks: [CoefficientBlocks]) throws(JPEGRefusal) {
        // The first check ensures that the index of each block in this row is in range. The second check ensures that
        // the blocks have room for the coefficients that `decodeOthers` writes.
        for part in parts {
            let blocks = blocks[part.index]
            precondition(units.columns * part.columns <= blocks.columns && (row + 1) * part.rows <= blocks.rows)
            precondition(header.first == 0 || blocks.hasOthers)
        }
        let views = parts.map { blocks[$0.index].view }
        var column = 0
        while column < units.columns {
            if unitsLeft == 0 { try startNextInterval() }
            let count = min(units.columns - column, unitsLeft)
            let columns = column..<column + count
            if header.first == 0 {
                decodeFirst(views, row, columns)
            } else {
                decodeOthers(views[0], row, columns)
            }
            unitsLeft -= count
            column += count
        }
        try check()
    }

    private func check() throws(JPEGRefusal) {
        guard !isBroken, !reader.isOverrun else { throw JPEGRefusal("broken entropy-coded data") }
    }

    private mutating func startNextInterval() throws(JPEGRefusal) {
        try check()
        currentInterval += 1
        reader = data.reader(currentInterval)
        emptyBlocks = 0
        for index in parts.indices { parts[index].prediction = 0 }
        unitsLeft = interval
    }

    /// Decodes complete blocks of a sequential scan, or the first coefficient of each block in a progressive scan. A
    /// refinement scan contains only one bit of this coefficient.
    private mutating func decodeFirst(_ views: [CoefficientBlocks.View], _ row: Int, _ columns: Range<Int>) {
        // Use local copies, because the compiler can keep local variables in registers.
        var (reader, parts, isValid) = (reader, parts, true)
        let shift = Int16(truncatingIfNeeded: header.lowBit)
        if header.highBit > 0 {
            Self.forEachBlock(of: &parts, views, row, columns) { _, view, index in
                reader.refill()
                let bit: Int16 = reader.nextBit() ? 1 : 0
                view.block(index)[0] |= bit &<< shift
            }
        } else if isProgressive {
            Self.forEachBlock(of: &parts, views, row, columns) { part, view, index in
                reader.refill()
                part.prediction = part.prediction &+ part.dc.difference(&reader, &isValid)
                view.block(index)[0] = Int16(truncatingIfNeeded: part.prediction) &<< shift
            }
        } else {
            Self.forEachBlock(of: &parts, views, row, columns) { part, view, index in
                reader.refill()
                part.prediction = part.prediction &+ part.dc.difference(&reader, &isValid)
                let block = view.block(index)
                block[0] = Int16(truncatingIfNeeded: part.prediction)
                if view.coefficientsPerBlock > 1 {
                    let mask = SequentialBlock.decode(&reader, part.ac, block, view.order)
                    view.masks[index] = mask
                    isValid = isValid && mask & 1 == 0
                } else {
                    isValid = SequentialBlock.skip(&reader, part.ac) == 0 && isValid
                }
            }
        }
        (self.reader, self.parts) = (reader, parts)
        isBroken = isBroken || !isValid
    }

    /// Calls `body` for each block of the units in a range of columns, in the order in which the file contains the
    /// blocks.
    @inline(__always)
    private static func forEachBlock(
        of parts: inout [Part],
        _ views: [CoefficientBlocks.View],
        _ row: Int,
        _ columns: Range<Int>,
        _ body: (inout Part, CoefficientBlocks.View, Int) -> Void
    ) {
        parts.withUnsafeMutableBufferPointer { parts in
            views.withUnsafeBufferPointer { views in
                for unit in columns {
                    for index in 0..<parts.count {
                        let view = views[index]
                        let (rows, columns) = (parts[index].rows, parts[index].columns)
                        for y in 0..<rows {
                            let first = (row &* rows &+ y) &* view.columns &+ unit &* columns
                            for block in first..<first &+ columns { body(&parts[index], view, block) }
                        }
                    }
                }
            }
        }
    }

    /// Decodes blocks in a progressive scan that does not contain the first coefficient of each block. Such a scan has
    /// only one component.
    private mutating func decodeOthers(_ view: CoefficientBlocks.View, _ row: Int, _ columns: Range<Int>) {
        guard !isBroken else { return }
        let first = row &* view.columns
        let range = first &+ columns.lowerBound..<first &+ columns.upperBound
        let decode = header.highBit == 0 ? FirstPass.decode : RefinementPass.decode
        isBroken = !decode(&reader, parts[0].ac, &emptyBlocks, view, range, header)
    }
}
