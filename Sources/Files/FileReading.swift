import SystemPackage

/// Reads all bytes of a regular file or a pipe.
package func readFile(_ path: String) throws(FileError) -> [UInt8] {
    var bytes: [UInt8] = []
    try forEachChunk(ofFile: path) { bytes.append(contentsOf: $0) }
    return bytes
}

/// Reads all bytes of standard input. If it is a regular file, each call reads the file from its start.
package func readStandardInputFromStart() throws(FileError) -> [UInt8] {
    do throws(FileError) {
        // The path of a file leads to its start, in contrast to the descriptor.
        return try readFile("/dev/stdin")
    } catch {
        // A path cannot open a socket, such as the standard input of a command that `ssh` starts, or the terminal of
        // another user.
        guard [.noSuchAddressOrDevice, .permissionDenied].contains(error.code) else { throw error }
        return try readStandardInput()
    }
}

/// Reads the bytes of standard input that were not read yet. For example, a shell script can read the first line of a
/// file, and leave the other lines to imagekit.
package func readStandardInput() throws(FileError) -> [UInt8] {
    var bytes: [UInt8] = []
    try FileError.naming("read", "/dev/stdin") {
        try FileDescriptor.standardInput.forEachChunk { bytes.append(contentsOf: $0) }
    }
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
    /// bytes than requested, as with a pipe, more reads fill the chunk. If the descriptor is in non-blocking mode, the
    /// function waits until it can read.
    func forEachChunk(_ body: (UnsafeRawBufferPointer) -> Void) throws {
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 20, alignment: 16)
        defer { buffer.deallocate() }
        var filled = 0
        while true {
            let count: Int
            do {
                count = try read(into: UnsafeMutableRawBufferPointer(rebasing: buffer[filled...]))
            } catch Errno.resourceTemporarilyUnavailable {
                _ = try wait(for: .input)
                continue
            }
            filled += count
            guard filled == buffer.count || count == 0 else { continue }
            if filled > 0 { body(UnsafeRawBufferPointer(rebasing: buffer[..<filled])) }
            if count == 0 { return }
            filled = 0
        }
    }
}
