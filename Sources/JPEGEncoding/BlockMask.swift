import JPEGDecoding

/// Finds the coefficients of a quantized block that are not 0, without a test of each coefficient.
///
/// The tables are in memory that is never freed. If they were arrays, the loops over blocks would spend time on
/// reference counting.
struct BlockMask: @unchecked Sendable {
    static let shared = BlockMask()

    /// For each of the eight rows of a stored block, and for each set of columns: a bit mask of the row's coefficients
    /// in these columns. The bits are in the order of the file.
    private let masks: UnsafePointer<UInt64>
    /// For each coefficient in the order of the file, its index in a stored block.
    private let order: UnsafePointer<UInt8>

    private init() {
        let order = UnsafeMutablePointer<UInt8>.allocate(capacity: 64)
        var bits = [UInt64](repeating: 0, count: 64)
        for (index, stored) in ZigzagOrder.stored.prefix(64).enumerated() {
            order[index] = stored
            bits[Int(stored)] = 1 << UInt64(index)
        }
        let masks = UnsafeMutablePointer<UInt64>.allocate(capacity: 8 * 256)
        for row in 0..<8 {
            for columns in 0..<256 {
                let used = (0..<8).filter { columns >> $0 & 1 == 1 }
                masks[256 * row + columns] = used.reduce(0) { $0 | bits[8 * row + $1] }
            }
        }
        (self.masks, self.order) = (UnsafePointer(masks), UnsafePointer(order))
    }

    /// Returns the index of a coefficient in a stored block.
    @inline(__always)
    func index(_ coefficient: Int) -> Int { Int(order[coefficient & 63]) }

    /// Returns a bit mask of the coefficients that are not 0. The bits are in the order of the file.
    /// - Parameter block: 64 coefficients.
    @inline(__always)
    func nonzero(_ block: UnsafePointer<Int16>) -> UInt64 {
        var mask: UInt64 = 0
        for row in 0..<8 {
            let left = UnsafeRawPointer(block + 8 &* row).loadUnaligned(as: UInt64.self)
            let right = UnsafeRawPointer(block + (8 &* row &+ 4)).loadUnaligned(as: UInt64.self)
            if left | right == 0 { continue }
            // `columns` has at most 8 bits, so the index is in range.
            let columns = Self.nonzero(left) | Self.nonzero(right) &<< 4
            mask |= masks[256 &* row &+ Int(truncatingIfNeeded: columns)]
        }
        return mask
    }

    /// Returns a number of 4 bits, one bit for each of four numbers of 16 bits. A bit is 1 if its number is not 0.
    @inline(__always)
    private static func nonzero(_ four: UInt64) -> UInt64 {
        let low: UInt64 = 0x7FFF_7FFF_7FFF_7FFF
        // The addition sets the highest bit of each number in which a lower bit is 1. `| four` also sets it for each
        // number in which the highest bit itself is 1.
        let flags = (((four & low) &+ low) | four) &>> 15 & 0x0001_0001_0001_0001
        // The product moves the four flags to consecutive bits, from 48 on.
        return (flags &* 0x0001_0002_0004_0008) &>> 48 & 15
    }
}
