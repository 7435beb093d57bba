import SystemPackage

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A regular file that is open for reading.
package final class RegularFile: Sendable {
    private let path: String
    package let descriptor: FileDescriptor
    /// The status when the file was opened.
    package let status: Stat

    package var size: Int { Int(status.size) }

    /// - Parameter followingLink: whether the path may be a link.
    /// - Throws: `FileError` if there is no regular file or it cannot be opened. The code is EISDIR for a folder, and
    ///   ENOTSUP for a pipe or a device. Linux reports ENXIO for a socket.
    package init(_ path: String, followingLink: Bool = true) throws(FileError) {
        self.path = path
        (descriptor, status) = try FileError.naming("read", path) {
            let descriptor = try FileDescriptor.open(
                path,
                .readOnly,
                options: followingLink ? Self.options : [Self.options, .noFollow]
            )
            do {
                let status = try descriptor.stat()
                guard status.type == .regular else {
                    throw status.type == .directory ? Errno.isDirectory : .notSupported
                }
                return (descriptor, status)
            } catch {
                try? descriptor.close()
                throw error
            }
        }
    }

    /// Without O_NONBLOCK, opening a pipe blocks. Without O_NOCTTY, a terminal that is opened can become the
    /// controlling terminal of this process.
    private static let options: FileDescriptor.OpenOptions = [
        .closeOnExec, .nonBlocking, FileDescriptor.OpenOptions(rawValue: O_NOCTTY),
    ]

    /// Reads all bytes.
    package func contents() throws(FileError) -> [UInt8] {
        var bytes: [UInt8] = []
        try forEachChunk { bytes.append(contentsOf: $0) }
        return bytes
    }

    /// Reads the first bytes of the file, at most `count`.
    package func start(_ count: Int) -> [UInt8] {
        [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
            let bytes = UnsafeMutableRawBufferPointer(buffer)
            filled = (try? descriptor.read(fromAbsoluteOffset: 0, into: bytes)) ?? 0
        }
    }

    /// Calls `body` with the bytes of the file in chunks of 1 MiB. The last chunk can be smaller.
    package func forEachChunk(_ body: (UnsafeRawBufferPointer) -> Void) throws(FileError) {
        try FileError.naming("read", path) { try descriptor.forEachChunk(body) }
    }

    deinit { try? descriptor.close() }
}
