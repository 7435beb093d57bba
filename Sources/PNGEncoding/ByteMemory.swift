#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Memory for bytes. In contrast to the allocation of an array, this allocation reports missing memory as an error, so
/// an image that exceeds `max_memory` does not end the worker.
///
/// `bytes` is valid only as long as the `ByteMemory` exists. So functions take a `ByteMemory` as a parameter instead of
/// a pointer.
struct ByteMemory: ~Copyable {
    private let start: UnsafeMutableRawPointer
    private(set) var count: Int

    /// Allocates memory, which is not initialized yet.
    init(count: Int) throws(PNGEncodingError) {
        guard let start = malloc(max(1, count)) else { throw .outOfMemory(bytes: count) }
        (self.start, self.count) = (start, count)
    }

    deinit { free(start) }

    var bytes: UnsafeMutableRawBufferPointer { UnsafeMutableRawBufferPointer(start: start, count: count) }

    /// A copy of the bytes.
    var array: [UInt8] { Array(bytes) }

    /// Drops the bytes after the first `count` bytes.
    mutating func truncate(to count: Int) {
        precondition(0...self.count ~= count)
        self.count = count
    }
}
