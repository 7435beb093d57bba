/// A scan, with all data that the decoder needs for its blocks.
struct Scan {
    let header: ScanHeader
    /// The range of the entropy-coded data in the file.
    let data: Range<Int>
    /// The number of units between two restart markers. 0 means that the scan has no restart markers.
    let restartInterval: Int
    /// The tables of each component of the scan. A table is nil if the file does not define it.
    let tables: [(dc: HuffmanTable?, ac: HuffmanTable?)]

    var usesDC: Bool { header.first == 0 && header.highBit == 0 }
    var usesAC: Bool { header.last > 0 }

    /// The number of columns and rows of units. In a scan with one component, a unit is a block.
    func units(_ frame: FrameHeader) -> (columns: Int, rows: Int) {
        guard header.components.count == 1 else { return (frame.unitColumns, frame.unitRows) }
        let component = frame.components[header.components[0].index]
        return (component.columns, component.rows)
    }
}
