/// The header of a JPEG's scan (ITU T.81, B.2.3). The decoder in `JPEGDecoding` has its own `ScanHeader` and its own
/// Huffman tables, which are made for speed and refuse some valid but rare files. This type accepts these files,
/// because their metadata must be removed too.
struct JPEGScanHeader {
    /// The ids of the components.
    let components: [UInt8]
    /// The numbers of the tables of each component: DC in the upper four bits, AC in the lower four bits.
    let tables: [UInt8]
    /// The first and the last coefficient of the scan, in the order of the file.
    let first: Int
    let last: Int
    /// The number of low bits that each coefficient lacks before this scan. The first scan of a coefficient is an
    /// exception: all bits are missing before it, but its `highBit` is 0.
    let highBit: Int

    /// - Returns: nil if the length, the range of coefficients, or the number of a table is wrong.
    init?(_ header: [UInt8]) {
        guard let count = header.first.map(Int.init), 1...4 ~= count, header.count == 4 + 2 * count else { return nil }
        components = (0..<count).map { header[1 + 2 * $0] }
        tables = (0..<count).map { header[2 + 2 * $0] }
        (first, last) = (Int(header[1 + 2 * count]), Int(header[2 + 2 * count]))
        highBit = Int(header[3 + 2 * count] >> 4)
        guard first <= last, last < 64, tables.allSatisfy({ $0 & 0xCC == 0 }) else { return nil }
    }

    /// Whether the scan has all coefficients, as in a sequential JPEG.
    var hasAllCoefficients: Bool { first == 0 && last == 63 && highBit == 0 }

    /// Whether the scan is valid in a progressive JPEG. In such a JPEG, the first coefficient has separate scans, and
    /// the other coefficients have separate scans for each component.
    var isPart: Bool { first == 0 ? last == 0 : components.count == 1 }
}
