import Pictures
import SystemPackage
import Vips

#if canImport(Glibc)
    import CLinux
    import Glibc
#else
    import Darwin
#endif

/// A file without a name. The file is in memory, if the system supports this. The file disappears when the descriptor
/// is closed or the process ends.
package final class AnonymousFile {
    package let descriptor: FileDescriptor

    /// - Throws: `ProcessorError`, with the error message of the system.
    package init() throws {
        descriptor = FileDescriptor(rawValue: AnonymousFile.open())
        guard descriptor.rawValue >= 0 else {
            throw ProcessorError(description: "cannot make a temporary file: \(Errno(rawValue: errno))")
        }
    }

    deinit { try? descriptor.close() }

    private static func open() -> Int32 {
        #if canImport(Glibc)
            let descriptor = memfd_create("imagekit", MFD_CLOEXEC)
            if descriptor >= 0 { return descriptor }
        #endif
        guard let file = tmpfile() else { return -1 }
        defer { fclose(file) }
        return fcntl(fileno(file), F_DUPFD_CLOEXEC, 3)
    }

    /// Writes bytes at the current offset of the file.
    /// - Throws: `ProcessorError`, with the error message of the system.
    package func append(_ bytes: UnsafeRawBufferPointer) throws {
        do {
            try descriptor.writeAll(bytes)
        } catch {
            throw ProcessorError(description: "cannot write a temporary file: \(error)")
        }
    }

    /// Moves the offset of the file to its start.
    package func rewind() { _ = try? descriptor.seek(offset: 0, from: .start) }
}
