import SystemPackage

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Memory that processes share through a file.
package enum SharedMemory {
    /// Whether the file system of a file supports shared memory. Also returns true if the file cannot be opened for
    /// writing.
    package static func isSupported(_ path: String) -> Bool {
        let options: FileDescriptor.OpenOptions = [.closeOnExec, .noFollow, .nonBlocking]
        guard let file = try? FileDescriptor.open(path, .readWrite, options: options) else { return true }
        defer { try? file.close() }
        // The memory is never accessed, so the file can be empty.
        let length = Int(getpagesize())
        guard let memory = mmap(nil, length, PROT_READ | PROT_WRITE, MAP_SHARED, file.rawValue, 0), memory != MAP_FAILED
        else {
            return false
        }
        munmap(memory, length)
        return true
    }
}
