import SystemPackage

/// A regular file that is open for reading.
package final class OpenedFile: Sendable {
    package let descriptor: FileDescriptor
    package let size: Int
    /// The time of the last change, in seconds since 1970.
    let modified: Int
    private let nanoseconds: Int

    /// Takes over the descriptor. Returns nil, and closes the descriptor, if it is not one of a regular file.
    init?(descriptor: FileDescriptor) {
        guard let status = try? descriptor.stat(), status.type == .regular else {
            try? descriptor.close()
            return nil
        }
        self.descriptor = descriptor
        size = Int(status.size)
        (modified, nanoseconds) = (status.st_mtim.tv_sec, status.st_mtim.tv_nsec)
    }

    deinit { try? descriptor.close() }

    /// The entity tag. A cache file is only ever replaced by a rename, so that its time and size change with its bytes.
    var tag: String {
        "\"\(String(modified, radix: 16)).\(String(nanoseconds, radix: 16))-\(String(size, radix: 16))\""
    }
}
