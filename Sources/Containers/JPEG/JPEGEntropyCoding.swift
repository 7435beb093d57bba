import Pictures

/// Reads the Huffman codes of a JPEG's scans to find the end of each scan, without computing pixels (ITU T.81, annexes
/// F and G).
///
/// A decoder ignores the bytes between the last block of a scan and the next marker. So these bytes can contain private
/// data. `JPEGFile` refuses a file with such bytes.
struct JPEGEntropyCoding {
    private struct Component {
        let id: UInt8
        let sampling: Size
        let quantizationTable: UInt8
        /// The numbers of columns and rows of blocks in a scan that has only this component.
        let blocks: Size
        /// A bit mask of the nonzero coefficients of each block. The mask is used only for refinements in progressive
        /// scans.
        var nonzero: [UInt64] = []
    }

    private let isProgressive: Bool
    private var components: [Component] = []
    /// The numbers of columns and rows of units in an interleaved scan. A unit contains blocks of all components of the
    /// scan.
    private let units: Size
    /// The number of units between restart markers. In a scan with only one component, it is the number of blocks. 0
    /// means no restart markers.
    var restartInterval = 0
    /// The Huffman codes, by the class and number of their tables.
    private var codes: [UInt8: HuffmanCode] = [:]

    /// - Parameter frame: the content of the frame's segment.
    /// - Returns: nil for a frame whose samples do not have 8 bits, or whose structure is broken.
    init?(isProgressive: Bool, frame: [UInt8]) {
        guard frame.count >= 6, frame[0] == 8, 1...4 ~= frame[5], frame.count == 6 + 3 * Int(frame[5]) else {
            return nil
        }
        let size = Size(width: frame[3..<5].bigEndian, height: frame[1..<3].bigEndian)
        let parts = stride(from: 6, to: frame.count, by: 3).map { Array(frame[$0..<$0 + 3]) }
        guard size.width > 0, size.height > 0, Set(parts.map { $0[0] }).count == parts.count,
            parts.allSatisfy({ 1...4 ~= $0[1] >> 4 && 1...4 ~= $0[1] & 15 && $0[2] < 4 }),
            let widest = parts.map({ Int($0[1] >> 4) }).max(), let highest = parts.map({ Int($0[1] & 15) }).max()
        else { return nil }
        func count(_ length: Int, _ factor: Int, _ largest: Int) -> Int {
            ((length * factor + largest - 1) / largest + 7) / 8
        }
        self.isProgressive = isProgressive
        units = Size(width: count(size.width, 1, widest), height: count(size.height, 1, highest))
        components = parts.map { part in
            let sampling = Size(width: Int(part[1] >> 4), height: Int(part[1] & 15))
            return Component(
                id: part[0],
                sampling: sampling,
                quantizationTable: part[2],
                blocks: Size(
                    width: count(size.width, sampling.width, widest),
                    height: count(size.height, sampling.height, highest)
                )
            )
        }
    }

    /// The numbers of the quantization tables of the frame.
    var quantizationTables: [UInt8] { Set(components.map(\.quantizationTable)).sorted() }

    /// - Parameter table: the class and the number, the counts of codes by length, and the symbols.
    /// - Returns: false if the table is not a valid code.
    mutating func setTable(_ table: [UInt8]) -> Bool {
        guard let code = HuffmanCode(counts: table[1..<17].map(Int.init), symbols: Array(table[17...])) else {
            return false
        }
        codes[table[0]] = code
        return true
    }

    /// Returns the classes and numbers of the tables that a scan uses, or nil if the header of the scan is broken.
    func tables(ofScan header: [UInt8]) -> [UInt8]? {
        guard let scan = JPEGScanHeader(header), isProgressive || scan.hasAllCoefficients else { return nil }
        var needed: Set<UInt8> = []
        for table in scan.tables {
            if scan.first == 0 && scan.highBit == 0 { needed.insert(table >> 4) }
            if scan.last > 0 { needed.insert(0x10 | table & 15) }
        }
        return needed.sorted()
    }

    /// Returns whether the codes of a scan end where the bytes of the scan end.
    /// - Parameter range: the bytes after the scan's header.
    mutating func fills(_ file: [UInt8], _ range: Range<Int>, _ header: [UInt8]) -> Bool {
        guard let scan = JPEGScanHeader(header), let parts = JPEGScanBits.parts(of: file, range) else { return false }
        let indices = scan.components.compactMap { id in components.firstIndex { $0.id == id } }
        guard indices.count == scan.components.count, Set(indices).count == indices.count else { return false }
        let isInterleaved = indices.count > 1
        let total = isInterleaved ? units.area : components[indices[0]].blocks.area
        let interval = restartInterval == 0 ? total : restartInterval
        guard parts.count == (total + interval - 1) / interval else { return false }
        var follower = JPEGBlockFollower(scan: scan, isProgressive: isProgressive)
        for (index, table) in zip(indices, scan.tables) {
            follower.codes.append((codes[table >> 4], codes[0x10 | table & 15]))
            if isProgressive && scan.last > 0 && components[index].nonzero.isEmpty {
                components[index].nonzero = [UInt64](repeating: 0, count: total)
            }
        }
        var unit = 0
        for var bits in parts {
            follower.restart()
            for _ in 0..<min(interval, total - unit) {
                for (position, index) in indices.enumerated() {
                    let count = isInterleaved ? components[index].sampling.area : 1
                    for _ in 0..<count {
                        let isInPlace =
                            isProgressive && scan.last > 0
                            ? follower.follow(position, &bits, &components[index].nonzero[unit])
                            : follower.follow(position, &bits)
                        guard isInPlace else { return false }
                    }
                }
                unit += 1
            }
            guard bits.isAtEnd else { return false }
        }
        return true
    }
}
