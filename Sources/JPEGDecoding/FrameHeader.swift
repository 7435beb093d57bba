/// The header of a frame (ITU T.81, B.2.2): the size of the picture and its components.
struct FrameHeader {
    struct Component {
        let id: UInt8
        let horizontalFactor: Int
        let verticalFactor: Int
        /// The number of the quantization table that the component uses.
        let table: Int
        /// The number of columns and rows of blocks that show the picture.
        let columns: Int
        let rows: Int
        /// The number of columns and rows of blocks in all units of an interleaved scan. Blocks at the right and lower
        /// edges can be outside the picture.
        let paddedColumns: Int
        let paddedRows: Int
    }

    let isProgressive: Bool
    let width: Int
    let height: Int
    let components: [Component]
    let largestHorizontalFactor: Int
    let largestVerticalFactor: Int
    /// The number of columns and rows of units in an interleaved scan. A unit (MCU) contains blocks of all components.
    let unitColumns: Int
    let unitRows: Int

    /// The largest side that libjpeg accepts (`JPEG_MAX_DIMENSION`).
    private static let maxSide = 65_500

    /// - Parameters:
    ///   - data: the content of the segment, after its marker and its length.
    init(_ data: ArraySlice<UInt8>, isProgressive: Bool) throws(JPEGRefusal) {
        let data = Array(data)
        guard data.count >= 6, data.count == 6 + 3 * Int(data[5]) else { throw JPEGRefusal("a broken frame header") }
        guard data[0] == 8 else { throw JPEGRefusal("samples of \(data[0]) bits") }
        let (height, width) = (Int(data[1]) << 8 | Int(data[2]), Int(data[3]) << 8 | Int(data[4]))
        guard width > 0, height > 0 else { throw JPEGRefusal("a size that is not in the header") }
        guard max(width, height) <= Self.maxSide else { throw JPEGRefusal("more than \(Self.maxSide) pixels per side") }
        guard [1, 3, 4].contains(data[5]) else { throw JPEGRefusal("\(data[5]) components") }
        let parts = stride(from: 6, to: data.count, by: 3).map { Array(data[$0..<$0 + 3]) }
        let stored = parts.map { (Int($0[1] >> 4), Int($0[1] & 15)) }
        // In a picture with one component, the sampling factors have no effect, so they are treated as 1.
        let factors = data[5] == 1 ? [(1, 1)] : stored
        let isSupported =
            stored.allSatisfy { 1...4 ~= $0.0 && 1...4 ~= $0.1 }
            && factors.allSatisfy { [1, 2, 4].contains($0.0) && [1, 2, 4].contains($0.1) }
        guard isSupported, parts.allSatisfy({ $0[2] < 4 }), Set(parts.map { $0[0] }).count == parts.count else {
            throw JPEGRefusal("unusual components")
        }
        let (widest, highest) = factors.reduce((1, 1)) { (max($0.0, $1.0), max($0.1, $1.1)) }
        let unitColumns = (width + 8 * widest - 1) / (8 * widest)
        let unitRows = (height + 8 * highest - 1) / (8 * highest)
        self.isProgressive = isProgressive
        (self.width, self.height) = (width, height)
        (largestHorizontalFactor, largestVerticalFactor) = (widest, highest)
        (self.unitColumns, self.unitRows) = (unitColumns, unitRows)
        components = zip(parts, factors).map { part, factor in
            Component(
                id: part[0],
                horizontalFactor: factor.0,
                verticalFactor: factor.1,
                table: Int(part[2]),
                columns: (width * factor.0 + 8 * widest - 1) / (8 * widest),
                rows: (height * factor.1 + 8 * highest - 1) / (8 * highest),
                paddedColumns: unitColumns * factor.0,
                paddedRows: unitRows * factor.1
            )
        }
    }
}
