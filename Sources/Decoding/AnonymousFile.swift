#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif
import Pictures
import Vips

/// A file without a name, in memory where the system has such: gone when it is closed, whatever happens.
package final class AnonymousFile {
    package let descriptor: Int32

    /// - Throws: `ProcessorError`, with the system's reason.
    package init() throws {
        descriptor = AnonymousFile.open()
        guard descriptor >= 0 else {
            throw ProcessorError(description: "cannot make a temporary file: \(String(cString: strerror(errno)))")
        }
    }

    deinit { close(descriptor) }

    private static func open() -> Int32 {
        #if canImport(Glibc)
            // Swift's Glibc leaves it out.
            if let symbol = dlsym(nil, "memfd_create") {
                typealias Create = @convention(c) (UnsafePointer<CChar>, CUnsignedInt) -> CInt
                let closeOnExec: CUnsignedInt = 1
                let made = unsafeBitCast(symbol, to: Create.self)("imagekit", closeOnExec)
                if made >= 0 { return made }
            }
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
