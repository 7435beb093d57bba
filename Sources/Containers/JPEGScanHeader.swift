/// The header of a JPEG's scan (ITU T.81, B.2.3).
struct JPEGScanHeader {
    /// The ids of its components.
    let components: [UInt8]
    /// For each component the numbers of its tables: DC in the upper four bits, AC in the lower ones.
    let tables: [UInt8]
    /// The range of the coefficients.
    let first: Int
    let last: Int
    /// The bit that a refinement starts from; 0 in the first scan of a coefficient.
    let highBit: Int

    /// - Returns: nil if its length or its range is wrong.
    init?(_ header: [UInt8]) {
        guard let count = header.first.map(Int.init), 1...4 ~= count, header.count == 4 + 2 * count else { return nil }
        components = (0..<count).map { header[1 + 2 * $0] }
        tables = (0..<count).map { header[2 + 2 * $0] }
        (first, last) = (Int(header[1 + 2 * count]), Int(header[2 + 2 * count]))
        highBit = Int(header[3 + 2 * count] >> 4)
        guard first <= last, last < 64, tables.allSatisfy({ $0 & 0xCC == 0 }) else { return nil }
    }

    /// Whether it has all coefficients, as those of a sequential JPEG have.
    var isWhole: Bool { first == 0 && last == 63 && highBit == 0 }

    /// Whether a progressive JPEG may have it: the first coefficient has scans of its own, and so has each component.
    var isPart: Bool { first == 0 ? last == 0 : components.count == 1 }
}
