/// The order of the coefficients in a stored block, for the loops over blocks.
///
/// The table is in memory that is never freed. If the table were an array, the loops would spend time on reference
/// counting.
struct CoefficientOrder: @unchecked Sendable {
    private let start: UnsafePointer<UInt8>

    /// The order for each scale. The index of an order is the raw value of its scale.
    static let all = JPEGScale.allCases.map(CoefficientOrder.init)

    /// The number of coefficients in a stored block. The blocks for a half and for a quarter have one more coefficient
    /// than the scale needs. The loops write all coefficients that the scale does not need to this additional
    /// coefficient, so they do not check whether a coefficient is needed.
    static func count(_ scale: JPEGScale) -> Int {
        let needed = scale.samplesPerBlock * scale.samplesPerBlock
        return scale == .full || scale == .eighth ? needed : needed + 1
    }

    private init(_ scale: JPEGScale) {
        let (side, last) = (scale.samplesPerBlock, Self.count(scale) - 1)
        let order = UnsafeMutablePointer<UInt8>.allocate(capacity: ZigzagOrder.count)
        for (coefficient, stored) in ZigzagOrder.stored.enumerated() {
            let (row, column) = (Int(stored) / 8, Int(stored) % 8)
            order[coefficient] = UInt8(row < side && column < side ? side * row + column : last)
        }
        start = UnsafePointer(order)
    }

    /// Returns the index of a coefficient in a stored block. The index is in range for any `coefficient`, even for
    /// numbers of 64 or more, which occur in broken data.
    @inline(__always)
    func index(_ coefficient: Int) -> Int { Int(start[coefficient & (ZigzagOrder.count &- 1)]) }
}
