import Files

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Finds out whether somebody writes to a file.
enum WriterProbe {
    /// On Linux a process may take a read lease on a file of its user (fcntl(2), F_SETLEASE), which the kernel refuses
    /// while anybody has it open for writing. It is given back at once: a writer that comes just then waits for
    /// microseconds. Other users' files and network file systems do not tell.
    static func look(at path: String) -> SettlingSources.Look {
        let descriptor = open(path, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC)
        // What cannot be opened is for the run to report.
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
