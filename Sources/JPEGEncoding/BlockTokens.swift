import JPEGDecoding

/// Transforms the blocks of a component one by one and lists their tokens (`TokenList`).
struct BlockTokens {
    private let width: Int
    private let height: Int
    private let columns: Int
    private let rows: Int
    private let table: QuantizationTable
    private let masks = BlockMask.shared
    /// The index of the first symbol in each of the component's two tables. The table at `means` is for the first
    /// coefficient of each block. The table at `others` is for all other coefficients.
    private let means: Int
    private let others: Int
    /// The first coefficient of the previous block.
    private var prediction = 0

    /// The maximum number of tokens of a block: one for each coefficient, and one for the end of the block. A run of
    /// zeros that needs its own token has 16 coefficients, so such runs do not increase the number.
    private static let maxTokens = 65

    init(_ component: JPEGComponent, _ table: QuantizationTable, of symbols: TokenList.Table) {
        (width, height) = (component.width, component.height)
        (columns, rows) = (component.columns, component.rows)
        self.table = table
        means = symbols.start
        others = symbols.start + 256
    }

    /// Appends the tokens of the next block.
    /// - Parameter samples: the samples of the component.
    @inline(__always)
    mutating func append(
        _ samples: UnsafeBufferPointer<UInt8>,
        column: Int,
        row: Int,
        to list: inout TokenList
    ) {
        list.reserve(Self.maxTokens)
        guard column < columns && row < rows else {
            // The block is outside the picture. It repeats the first coefficient of the previous block and has no other
            // coefficients, which takes few bits.
            list.append(means)
            list.append(others)
            return
        }
        if 8 &* column &+ 8 <= width && 8 &* row &+ 8 <= height {
            let first = 8 &* row &* width &+ 8 &* column
            // This check ensures that the last sample of the block is in range.
            precondition(first &+ 7 &* width &+ 8 <= samples.count)
            if let start = samples.baseAddress { append(start + first, stride: width, to: &list) }
        } else {
            let edge = edge(samples, column, row)
            edge.withUnsafeBufferPointer { edge in
                if let start = edge.baseAddress { append(start, stride: 8, to: &list) }
            }
        }
    }

    /// Returns the 64 samples of a block at the right or lower edge. Samples outside the picture are copies of the
    /// nearest samples in the picture.
    private func edge(_ samples: UnsafeBufferPointer<UInt8>, _ column: Int, _ row: Int) -> [UInt8] {
        (0..<64).map { index in
            let (x, y) = (min(8 * column + index % 8, width - 1), min(8 * row + index / 8, height - 1))
            precondition(y * width + x < samples.count)
            return samples[y * width + x]
        }
    }

    /// - Parameter samples: eight rows of eight samples.
    @inline(never)
    private mutating func append(_ samples: UnsafePointer<UInt8>, stride: Int, to list: inout TokenList) {
        withUnsafeTemporaryAllocation(of: Int16.self, capacity: 64) { block in
            guard let block = block.baseAddress else { return }
            ForwardTransform.apply(samples, stride: stride, table.factors, to: block)
            appendTokens(UnsafePointer(block), to: &list)
        }
    }

    /// - Parameter block: 64 coefficients.
    @inline(__always)
    private mutating func appendTokens(_ block: UnsafePointer<Int16>, to list: inout TokenList) {
        let mean = Int(block[0])
        let (value, size) = Self.bits(mean &- prediction)
        prediction = mean
        list.append(means &+ size, value)
        // The first coefficient already has its token, so clear its bit.
        var rest = masks.nonzero(block) & ~1
        var next = 1
        while rest != 0 {
            let coefficient = rest.trailingZeroBitCount
            rest &= rest &- 1
            var run = coefficient &- next
            next = coefficient &+ 1
            while run > 15 {
                list.append(others &+ 0xF0)
                run &-= 16
            }
            let (value, size) = Self.bits(Int(block[masks.index(coefficient)]))
            list.append(others &+ (run &<< 4 | size), value)
        }
        if next < 64 { list.append(others) }
    }

    /// Returns the bits that stand for a value, and their number (F.1.2.1). For a negative value, they are the lowest
    /// bits of the value minus 1. The number is at most 11 for samples of 8 bits.
    @inline(__always)
    private static func bits(_ value: Int) -> (bits: Int, size: Int) {
        let size = 64 &- abs(value).leadingZeroBitCount
        return ((value &+ (value &>> 63)) & ((1 &<< size) &- 1), size)
    }
}
