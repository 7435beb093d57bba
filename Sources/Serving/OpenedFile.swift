import SystemPackage

/// A regular file that is open for reading.
package final class OpenedFile: Sendable {
    package let descriptor: FileDescriptor
    package let size: Int
    /// The time of the last change, in seconds since 1970.
    let modified: Int
    private let nanoseconds: Int

    /// Takes over the descriptor. If the file is not a regular file, closes the descriptor and returns nil.
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

    /// The entity tag: the time and the size of the file. A cache file is never changed, only replaced by a new file
    /// with a new time. So the tag changes when the bytes change.
    var tag: String {
        "\"\(String(modified, radix: 16)).\(String(nanoseconds, radix: 16))-\(String(size, radix: 16))\""
    }
}
