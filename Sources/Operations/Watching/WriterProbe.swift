import Files

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Determines whether a file has a writer.
enum WriterProbe {
    /// On Linux a process can take a read lease on a file of its own user (fcntl(2), F_SETLEASE). The kernel refuses it
    /// while any process has the file open for writing. The lease is released immediately, so a new writer waits only
    /// microseconds. For files of other users and on network file systems the result is unknown.
    static func look(at path: String) -> SourceDebouncer.Look {
        let descriptor = open(path, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC)
        // The run reports files that cannot be opened.
        guard descriptor >= 0 else { return [ENOENT, ENOTDIR].contains(errno) ? .nothing : .whole }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0, FileKind(status) == .regular else { return .whole }
        guard status.st_size > 0 else { return .nothing }
        #if os(Linux)
            let setLease: Int32 = 1024
            if fcntl(descriptor, setLease, Int32(F_RDLCK)) == 0 {
                _ = fcntl(descriptor, setLease, Int32(F_UNLCK))
                return .whole
            }
            if errno == EAGAIN { return .beingWritten }
        #endif
        return .unknown(FileStamp(status))
    }
}
