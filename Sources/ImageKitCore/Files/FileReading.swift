#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The bytes of a regular file or a pipe, whole.
func readFile(_ path: String) throws(FileError) -> [UInt8] {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw FileError("read", path) }
    defer { close(descriptor) }
    var bytes: [UInt8] = []
    try forEachChunk(of: descriptor, path: path) { bytes.append(contentsOf: $0) }
    return bytes
}

/// Hands a file's bytes on, a megabyte at most at a time.
package func forEachChunk(ofFile path: String, _ body: (UnsafeRawBufferPointer) -> Void) throws(FileError) {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw FileError("read", path) }
    defer { close(descriptor) }
    try forEachChunk(of: descriptor, path: path, body)
}

/// Hands the file's bytes on, a megabyte at most at a time.
func forEachChunk(
    of descriptor: Int32,
    path: String,
    _ body: (UnsafeRawBufferPointer) -> Void
) throws(FileError) {
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 20, alignment: 16)
    defer { buffer.deallocate() }
    while true {
        let count = read(descriptor, buffer.baseAddress, buffer.count)
        if count == 0 { return }
        if count < 0 {
            if errno == EINTR { continue }
            throw FileError("read", path)
        }
        body(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
    }
}
