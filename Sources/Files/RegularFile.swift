#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A regular file that is open for reading.
package final class RegularFile: Sendable {
    private let path: String
    package let descriptor: Int32
    /// The status when the file was opened.
    package let status: stat

    package var size: Int { Int(status.st_size) }

    /// - Parameter followingLink: whether the path may be a link.
    /// - Throws: `FileError` if there is no regular file or it cannot be opened. The code is EISDIR for a folder, and
    ///   ENOTSUP for a pipe, a socket, or a device.
    package init(_ path: String, followingLink: Bool = true) throws(FileError) {
        // Use O_NONBLOCK, because opening a pipe would block. Use O_NOCTTY, because a terminal could become the
        // controlling terminal of this process.
        let flags = O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY | (followingLink ? 0 : O_NOFOLLOW)
        self.path = path
        descriptor = retryingInterrupted { open(path, flags) }
        guard descriptor >= 0 else { throw FileError("read", path) }
        var status = stat()
        let isKnown = fstat(descriptor, &status) == 0
        self.status = status
        guard isKnown else { throw FileError("read", path) }
        guard FileKind(status) == .regular else {
            throw FileError("read", path, code: FileKind(status) == .folder ? EISDIR : ENOTSUP)
        }
    }

    /// Reads all bytes.
    package func contents() throws(FileError) -> [UInt8] {
        var bytes: [UInt8] = []
        try forEachChunk { bytes.append(contentsOf: $0) }
        return bytes
    }

    /// Calls `body` with the bytes of the file in chunks of 1 MiB. The last chunk can be smaller.
    package func forEachChunk(_ body: (UnsafeRawBufferPointer) -> Void) throws(FileError) {
        try Files.forEachChunk(of: descriptor, path: path, body)
    }

    deinit { if descriptor >= 0 { close(descriptor) } }
}
