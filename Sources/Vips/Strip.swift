/// Consecutive rows of an image.
package struct Strip {
    /// The first sample of the first row. Bands are interleaved.
    package let start: UnsafeRawPointer
    /// The distance between two rows in bytes.
    package let stride: Int
    package let count: Int

    package init(start: UnsafeRawPointer, stride: Int, count: Int) {
        self.start = start
        self.stride = stride
        self.count = count
    }

    /// Returns a pointer to the first sample of a row. The index is less than `count`.
    package func row(_ row: Int) -> UnsafeRawPointer { start + row * stride }
}
