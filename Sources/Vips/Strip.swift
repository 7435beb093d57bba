/// Some rows of an image, one below the other.
public struct Strip {
    /// The first sample of the first row; bands are interleaved.
    public let start: UnsafeRawPointer
    /// From a row to the next, in bytes.
    public let stride: Int
    public let count: Int

    public init(start: UnsafeRawPointer, stride: Int, count: Int) {
        self.start = start
        self.stride = stride
        self.count = count
    }

    public func row(_ row: Int) -> UnsafeRawPointer { start + row * stride }
}
