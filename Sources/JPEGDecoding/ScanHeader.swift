/// The header of a scan (ITU T.81, B.2.3). The initializer checks that the header fits the frame.
struct ScanHeader {
    struct Component {
        /// The index in the frame's components.
        let index: Int
        let dcTable: Int
        let acTable: Int
    }

    let components: [Component]
    /// The first and the last coefficient of the scan, in zigzag order.
    let first: Int
    let last: Int
    /// The numbers of low bits of the coefficients that are missing before this scan (`highBit`) and after this scan
    /// (`lowBit`). The first scan of a coefficient is an exception: all bits are missing before it, but its `highBit`
    /// is 0.
    let highBit: Int
    let lowBit: Int

    /// The largest number of blocks in a unit of an interleaved scan (B.2.3).
    private static let maxBlocksPerUnit = 10

    init(_ data: ArraySlice<UInt8>, of frame: FrameHeader) throws(JPEGRefusal) {
        let data = Array(data)
        guard let count = data.first.map(Int.init), 1...4 ~= count, data.count == 4 + 2 * count else {
            throw JPEGRefusal("a broken scan header")
        }
        let parts = (0..<count).map { (entry: Int) -> (id: UInt8, tables: UInt8) in
            (data[1 + 2 * entry], data[2 + 2 * entry])
        }
        components = parts.compactMap { part in
            frame.components.firstIndex { $0.id == part.id }.map {
                Component(index: $0, dcTable: Int(part.tables >> 4), acTable: Int(part.tables & 15))
            }
        }
        (first, last) = (Int(data[1 + 2 * count]), Int(data[2 + 2 * count]))
        (highBit, lowBit) = (Int(data[3 + 2 * count] >> 4), Int(data[3 + 2 * count] & 15))
        let indices = components.map(\.index)
        guard indices.count == count, Set(indices).count == count, indices == indices.sorted(),
            components.allSatisfy({ $0.dcTable < 4 && $0.acTable < 4 })
        else { throw JPEGRefusal("unusual components in a scan") }
        let blocks = components.reduce(0) { sum, component in
            let frame = frame.components[component.index]
            return sum + frame.horizontalFactor * frame.verticalFactor
        }
        guard count == 1 || blocks <= Self.maxBlocksPerUnit else { throw JPEGRefusal("too many blocks in a unit") }
        if frame.isProgressive {
            // A progressive scan contains either only the first coefficient of each block, or only other coefficients.
            // In the second case, it has only one component.
            let isPart = first == 0 ? last == 0 : first <= last && last < 64 && count == 1
            let isRefinement = highBit == lowBit + 1
            guard isPart, lowBit <= 13, highBit == 0 || isRefinement else { throw JPEGRefusal("an unusual scan") }
        } else {
            guard first == 0, last == 63, highBit == 0, lowBit == 0 else { throw JPEGRefusal("an unusual scan") }
        }
    }
}
