/// A row of stored blocks, and memory for its samples.
@usableFromInline package struct BlockRow {
    /// The number of blocks.
    @usableFromInline let count: Int
    @usableFromInline let coefficients: UnsafePointer<Int16>
    /// The distance between the starts of two blocks.
    @usableFromInline let coefficientsPerBlock: Int
    /// The number of coefficients in a row of a block.
    @usableFromInline let side: Int
    /// For each block, a bit mask of its nonzero coefficients. Bit 0, which belongs to the first coefficient, has no
    /// meaning.
    @usableFromInline let masks: UnsafePointer<UInt64>
    /// A bit mask of the coefficients in rows 4 to 7 of a block. A stored block is transposed, so these rows are its
    /// columns 4 to 7. If all these coefficients of a block are 0, the full transform skips them.
    @usableFromInline let lowerRows: UInt64
    /// The factor of each coefficient of a block of 64 coefficients.
    @usableFromInline let factors: UnsafePointer<Float>
    /// The first sample of the first block.
    @usableFromInline let output: UnsafeMutablePointer<UInt8>
    /// The distance between the starts of two rows of samples.
    @usableFromInline let stride: Int

    package init(
        count: Int,
        coefficients: UnsafePointer<Int16>,
        coefficientsPerBlock: Int,
        side: Int,
        masks: UnsafePointer<UInt64>,
        lowerRows: UInt64,
        factors: UnsafePointer<Float>,
        output: UnsafeMutablePointer<UInt8>,
        stride: Int
    ) {
        (self.count, self.coefficients, self.coefficientsPerBlock) = (count, coefficients, coefficientsPerBlock)
        (self.side, self.masks, self.lowerRows, self.factors) = (side, masks, lowerRows, factors)
        (self.output, self.stride) = (output, stride)
    }

    @inlinable @inline(__always)
    func block(_ index: Int) -> UnsafePointer<Int16> { coefficients + index &* coefficientsPerBlock }
}
