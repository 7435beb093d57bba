/// A filter of a row (PNG, third edition, 9.2). It replaces each byte by the difference from a prediction. The raw
/// value is the number of the filter in the file.
enum RowFilter: UInt8, CaseIterable {
    case none
    case sub
    case up
    case average
    case paeth

    /// Filters a row.
    /// - Parameters:
    ///   - row: the bytes of the row.
    ///   - above: the bytes of the row above, as many as `row` has. For the first row, they are 0.
    ///   - pixelSize: the number of bytes per pixel. A row has at least one pixel.
    ///   - output: receives the filtered bytes, as many as `row` has. The memory overlaps neither row.
    /// - Returns: the sum of the absolute values of the filtered bytes as signed numbers. A row with a small sum
    ///   usually becomes small when it is compressed.
    func apply(
        to row: UnsafeBufferPointer<UInt8>,
        above: UnsafeBufferPointer<UInt8>,
        pixelSize: Int,
        _ output: UnsafeMutableBufferPointer<UInt8>
    ) -> Int {
        precondition(above.count == row.count && output.count == row.count && 1...row.count ~= pixelSize)
        guard let start = row.baseAddress, let above = above.baseAddress, let output = output.baseAddress else {
            return 0
        }
        let loop = FilterLoop(row: start, above: above, output: output, count: row.count, pixelSize: pixelSize)
        return switch self {
        case .none: loop.run { _, _, _ in 0 }
        case .sub: loop.run { left, _, _ in left }
        case .up: loop.run { _, up, _ in up }
        // The average, rounded down, without a carry out of eight bits.
        case .average: loop.run { left, up, _ in (left & up) &+ (left ^ up) &>> 1 }
        case .paeth: loop.run { Self.paeth(left: $0, up: $1, corner: $2) }
        }
    }

    /// The predictor of Paeth (PNG, third edition, 9.4): the neighbour that is nearest to `left + up - corner`. If
    /// several are equally near, it is the first of them in the order `left`, `up`, `corner`. The function has no
    /// branches, so that the compiler can use vector instructions.
    @inline(__always)
    private static func paeth(left: UInt8, up: UInt8, corner: UInt8) -> UInt8 {
        let (horizontal, vertical) = (Int16(up) &- Int16(corner), Int16(left) &- Int16(corner))
        let diagonal = horizontal &+ vertical
        let toLeft = max(horizontal, 0 &- horizontal)
        let toUp = max(vertical, 0 &- vertical)
        let toCorner = max(diagonal, 0 &- diagonal)
        let nearest = toUp < toLeft ? up : left
        return toCorner < min(toLeft, toUp) ? corner : nearest
    }
}

/// The loop of a filter. The memory of the rows has at least `count` bytes, and `pixelSize` is at most `count`.
private struct FilterLoop {
    let row: UnsafePointer<UInt8>
    let above: UnsafePointer<UInt8>
    let output: UnsafeMutablePointer<UInt8>
    let count: Int
    let pixelSize: Int

    /// A number of bytes whose sum surely fits into 32 bits. The compiler uses vector instructions for sums of 32 bits.
    private static let blockSize = 1 << 16

    /// - Parameter predict: computes the prediction from the byte to the left, the byte above, and the byte to the left
    ///   of the byte above.
    @inline(__always)
    func run(_ predict: (_ left: UInt8, _ up: UInt8, _ corner: UInt8) -> UInt8) -> Int {
        var sum = 0
        // Outside the picture, all bytes are 0.
        for index in 0..<pixelSize {
            let value = row[index] &- predict(0, above[index], 0)
            output[index] = value
            sum &+= Int(Self.magnitude(value))
        }
        for start in stride(from: pixelSize, to: count, by: Self.blockSize) {
            var blockSum: UInt32 = 0
            for index in start..<min(start &+ Self.blockSize, count) {
                let value = row[index] &- predict(row[index &- pixelSize], above[index], above[index &- pixelSize])
                output[index] = value
                blockSum &+= UInt32(Self.magnitude(value))
            }
            sum &+= Int(blockSum)
        }
        return sum
    }

    /// The absolute value of a byte that represents a signed number.
    @inline(__always)
    private static func magnitude(_ value: UInt8) -> UInt8 { min(value, 0 &- value) }
}
