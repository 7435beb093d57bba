/// The segments before the entropy-coded data (ITU T.81, B.2). The file has no metadata.
struct JPEGHeader {
    private(set) var bytes: [UInt8] = [0xFF, 0xD8]

    private mutating func add(_ marker: UInt8, _ data: [UInt8]) {
        let length = data.count + 2
        bytes += [0xFF, marker, UInt8(length >> 8), UInt8(length & 0xFF)]
        bytes += data
    }

    mutating func add(_ tables: [QuantizationTable]) {
        for (index, table) in tables.enumerated() { add(0xDB, [UInt8(index)] + table.steps) }
    }

    /// - Parameter factor: the sampling factors of luma. The sampling factors of the colour differences are 1.
    mutating func addFrame(width: Int, height: Int, _ components: Int, _ factor: Int) {
        var data: [UInt8] = [8]
        for length in [height, width] { data += [UInt8(length >> 8), UInt8(length & 0xFF)] }
        data.append(UInt8(components))
        for index in 0..<components {
            // The upper four bits are the horizontal factor, and the lower four bits are the vertical factor.
            data += [UInt8(index + 1), 0x11 * (index == 0 ? UInt8(factor) : 1), UInt8(min(index, 1))]
        }
        add(0xC0, data)
    }

    mutating func add(_ code: OptimalHuffmanCode, _ table: TokenList.Table) {
        add(0xC4, [UInt8(table.kind << 4 | table.component)] + code.counts + code.symbols)
    }

    mutating func addScan(_ components: Int) {
        var data = [UInt8(components)]
        for index in 0..<components {
            // The upper four bits are the number of the DC table, and the lower four bits are the number of the AC
            // table.
            data += [UInt8(index + 1), 0x11 * UInt8(min(index, 1))]
        }
        add(0xDA, data + [0, 63, 0])
    }
}
