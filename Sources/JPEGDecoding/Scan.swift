/// A scan with everything that its blocks need.
struct Scan {
    let header: ScanHeader
    /// The bytes after the header.
    let data: Range<Int>
    /// The number of units between two restart markers. 0 means that there are none.
    let restartInterval: Int
    /// The tables of each component of the scan. They are nil if the file does not define them.
    let tables: [(dc: HuffmanTable?, ac: HuffmanTable?)]

    var usesDC: Bool { header.first == 0 && header.highBit == 0 }
    var usesAC: Bool { header.last > 0 }

    /// The number of units: of blocks if the scan has one component.
    func units(_ frame: FrameHeader) -> (columns: Int, rows: Int) {
        guard header.components.count == 1 else { return (frame.unitColumns, frame.unitRows) }
        let component = frame.components[header.components[0].index]
        return (component.columns, component.rows)
    }
}
