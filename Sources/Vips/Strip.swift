/// Some rows of an image, one below the other.
package struct Strip {
    /// The first sample of the first row; bands are interleaved.
    package let start: UnsafeRawPointer
    /// From a row to the next, in bytes.
    package let stride: Int
    package let count: Int

    package init(start: UnsafeRawPointer, stride: Int, count: Int) {
        self.start = start
        self.stride = stride
        self.count = count
    }

    package func row(_ row: Int) -> UnsafeRawPointer { start + row * stride }
}
