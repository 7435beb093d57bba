#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A regular file that is open for reading.
package final class OpenedFile: Sendable {
    package let descriptor: Int32
    package let size: Int
    /// The time of the last change, in seconds since 1970.
    let modified: Int
    private let nanoseconds: Int

    /// Takes over the descriptor. Returns nil, and closes the descriptor, if it is not one of a regular file.
    init?(descriptor: Int32) {
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            close(descriptor)
            return nil
        }
        self.descriptor = descriptor
        size = Int(status.st_size)
        #if canImport(Glibc)
            let time = status.st_mtim
        #else
            let time = status.st_mtimespec
        #endif
        (modified, nanoseconds) = (time.tv_sec, time.tv_nsec)
    }

    deinit { close(descriptor) }

    /// The entity tag. A cache file is only ever replaced by a rename, so that its time and size change with its bytes.
    var tag: String {
        "\"\(String(modified, radix: 16)).\(String(nanoseconds, radix: 16))-\(String(size, radix: 16))\""
    }
}
