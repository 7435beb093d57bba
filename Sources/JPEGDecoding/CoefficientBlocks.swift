#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The coefficients of a component, either of all its blocks or of the blocks in one row of units (`FrameHeader`).
///
/// A block has only the coefficients that the largest requested scale needs: 64, 16, 4, or only the first coefficient
/// (DC). Fewer coefficients take less memory. They also take less time, because the first write to new memory is slow.
/// If the scale needs 16 or 4 coefficients, the block has one additional coefficient (`CoefficientOrder.count`).
///
/// `block(_:)` does not check its index: only loops over the dimensions of the frame compute this index, so it is in
/// range.
final class CoefficientBlocks {
    let columns: Int
    let rows: Int
    /// The largest scale whose coefficients are stored.
    let scale: JPEGScale
    /// The number of coefficients of each block (`CoefficientOrder.count`).
    let coefficientsPerBlock: Int
    let coefficients: UnsafeMutablePointer<Int16>
    /// For each block, a bit mask of its nonzero coefficients. The bits are in the order of the file. Bit 0, which
    /// belongs to the first coefficient, has no meaning.
    let masks: UnsafeMutablePointer<UInt64>

    static func byteCount(columns: Int, rows: Int, _ scale: JPEGScale) -> Int {
        columns * rows * (2 * CoefficientOrder.count(scale) + 8)
    }

    init(columns: Int, rows: Int, _ scale: JPEGScale) throws(JPEGRefusal) {
        (self.columns, self.rows, self.scale) = (columns, rows, scale)
        coefficientsPerBlock = CoefficientOrder.count(scale)
        let count = columns * rows
        guard let masks = calloc(count, 8) else { throw JPEGRefusal("no memory") }
        guard let coefficients = calloc(count * coefficientsPerBlock, 2) else {
            free(masks)
            throw JPEGRefusal("no memory")
        }
        self.masks = masks.bindMemory(to: UInt64.self, capacity: count)
        self.coefficients = coefficients.bindMemory(to: Int16.self, capacity: count * coefficientsPerBlock)
    }

    deinit {
        free(coefficients)
        free(masks)
    }

    /// Whether blocks have more than the first coefficient.
    var hasOthers: Bool { scale > .eighth }

    func clear() {
        memset(coefficients, 0, columns * rows * coefficientsPerBlock * 2)
        memset(masks, 0, columns * rows * 8)
    }

    /// The blocks without their owner, for use in a loop. If a loop used the owner, it would spend time on reference
    /// counting. The owner must outlive the view.
    struct View {
        let columns: Int
        let coefficientsPerBlock: Int
        /// The number of rows of a block, and the number of coefficients in each row.
        let side: Int
        let order: CoefficientOrder
        let coefficients: UnsafeMutablePointer<Int16>
        let masks: UnsafeMutablePointer<UInt64>

        @inline(__always)
        func block(_ index: Int) -> UnsafeMutablePointer<Int16> { coefficients + index &* coefficientsPerBlock }
    }

    var view: View {
        View(
            columns: columns,
            coefficientsPerBlock: coefficientsPerBlock,
            side: scale.samplesPerBlock,
            order: CoefficientOrder.all[scale.rawValue],
            coefficients: coefficients,
            masks: masks
        )
    }

    @inline(__always)
    func block(_ index: Int) -> UnsafeMutablePointer<Int16> { coefficients + index &* coefficientsPerBlock }
}
