#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Reads all bytes of a regular file or a pipe.
package func readFile(_ path: String) throws(FileError) -> [UInt8] {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw FileError("read", path) }
    defer { close(descriptor) }
    var bytes: [UInt8] = []
    try forEachChunk(of: descriptor, path: path) { bytes.append(contentsOf: $0) }
    return bytes
}

/// Calls `body` with the bytes of a file in chunks of 1 MiB. The last chunk can be smaller.
package func forEachChunk(ofFile path: String, _ body: (UnsafeRawBufferPointer) -> Void) throws(FileError) {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw FileError("read", path) }
    defer { close(descriptor) }
    try forEachChunk(of: descriptor, path: path, body)
}

/// Calls `body` with the bytes of a file in chunks of 1 MiB. The last chunk can be smaller. Short reads are combined.
package func forEachChunk(
    of descriptor: Int32,
    path: String,
    _ body: (UnsafeRawBufferPointer) -> Void
) throws(FileError) {
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 20, alignment: 16)
    defer { buffer.deallocate() }
    var filled = 0
    while true {
        let rest = UnsafeMutableRawBufferPointer(rebasing: buffer[filled...])
        let count = retryingInterrupted { read(descriptor, rest.baseAddress, rest.count) }
        guard count >= 0 else { throw FileError("read", path) }
        filled += count
        guard filled == buffer.count || count == 0 else { continue }
        if filled > 0 { body(UnsafeRawBufferPointer(rebasing: buffer[..<filled])) }
        if count == 0 { return }
        filled = 0
    }
}
