#if canImport(Glibc)
    import CLinux
    import Glibc
#else
    import Darwin
#endif
import Pictures
import Vips

/// A file without a name. The file is in memory, if the system supports this. It disappears when the descriptor is
/// closed or the process ends.
package final class AnonymousFile {
    package let descriptor: Int32

    /// - Throws: `ProcessorError`, with the error message of the system.
    package init() throws {
        descriptor = AnonymousFile.open()
        guard descriptor >= 0 else {
            throw ProcessorError(description: "cannot make a temporary file: \(String(cString: strerror(errno)))")
        }
    }

    deinit { close(descriptor) }

    private static func open() -> Int32 {
        #if canImport(Glibc)
            let descriptor = memfd_create("imagekit", MFD_CLOEXEC)
            if descriptor >= 0 { return descriptor }
        #endif
        guard let file = tmpfile() else { return -1 }
        defer { fclose(file) }
        return fcntl(fileno(file), F_DUPFD_CLOEXEC, 3)
    }

    package func append(_ bytes: UnsafeRawBufferPointer) throws {
        var rest = bytes
        while !rest.isEmpty {
            let count = write(descriptor, rest.baseAddress, rest.count)
            if count < 0 && errno == EINTR { continue }
            guard count > 0 else {
                throw ProcessorError(description: "cannot write a temporary file: \(String(cString: strerror(errno)))")
            }
            rest = UnsafeRawBufferPointer(rebasing: rest.dropFirst(count))
        }
    }

    package func rewind() { lseek(descriptor, 0, SEEK_SET) }
}
