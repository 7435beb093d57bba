import SystemPackage

/// Reads all bytes of a regular file or a pipe.
package func readFile(_ path: String) throws(FileError) -> [UInt8] {
    var bytes: [UInt8] = []
    try forEachChunk(ofFile: path) { bytes.append(contentsOf: $0) }
    return bytes
}

/// Calls `body` with the bytes of a file in chunks of 1 MiB. The last chunk can be smaller.
package func forEachChunk(ofFile path: String, _ body: (UnsafeRawBufferPointer) -> Void) throws(FileError) {
    try FileError.naming("read", path) {
        let file = try FileDescriptor.open(path, .readOnly, options: .closeOnExec)
        try file.closeAfter { try file.forEachChunk(body) }
    }
}

extension FileDescriptor {
    /// Calls `body` with the bytes of a file in chunks of 1 MiB. The last chunk can be smaller. If a read returns fewer
    /// bytes than requested, as with a pipe, more reads fill the chunk.
    func forEachChunk(_ body: (UnsafeRawBufferPointer) -> Void) throws {
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 20, alignment: 16)
        defer { buffer.deallocate() }
        var filled = 0
        while true {
            let count = try read(into: UnsafeMutableRawBufferPointer(rebasing: buffer[filled...]))
            filled += count
            guard filled == buffer.count || count == 0 else { continue }
            if filled > 0 { body(UnsafeRawBufferPointer(rebasing: buffer[..<filled])) }
            if count == 0 { return }
            filled = 0
        }
    }
}
