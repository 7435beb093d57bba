/// The order of the coefficients of a block in a file (ITU T.81, figure A.6).
package enum ZigzagOrder {
    /// The number of entries. A block has 64 coefficients, but in broken files, loops also read entries for
    /// coefficients after the last one. The number of such a coefficient is always less than 128.
    static let count = 128

    /// For each coefficient in the order of the file, its index in a stored block. Stored blocks are transposed, which
    /// saves a transposition in the inverse transform. The entries from 64 on belong to no coefficient, and only broken
    /// files use them.
    package static let stored: [UInt8] = {
        var order: [UInt8] = []
        for diagonal in 0..<15 {
            let columns = max(0, diagonal - 7)...min(7, diagonal)
            // In even diagonals, the column increases. In odd diagonals, it decreases.
            for column in diagonal.isMultiple(of: 2) ? Array(columns) : columns.reversed() {
                order.append(UInt8(column * 8 + diagonal - column))
            }
        }
        return order + [UInt8](repeating: 63, count: count - order.count)
    }()
}
