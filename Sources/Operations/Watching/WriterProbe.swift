import Files
import SystemPackage

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Determines whether a file has a writer.
enum WriterProbe {
    /// Checks whether a file exists and has a writer.
    ///
    /// On Linux, a process can take a read lease on a file of its own user (fcntl(2), F_SETLEASE). The kernel refuses
    /// the lease while a process has the file open for writing. The lease is released immediately, so a new writer
    /// waits only microseconds. The result is `unknown` on other systems and on file systems without leases. For files
    /// of other users, it is `unknown` unless this process runs as root.
    static func look(at path: String) -> SourceDebouncer.Look {
        // A file that exists but cannot be opened counts as complete, so that the run reports the error.
        let file: RegularFile
        do throws(FileError) {
            file = try RegularFile(path)
        } catch {
            return [.noSuchFileOrDirectory, .notDirectory].contains(error.code) ? .nothing : .whole
        }
        defer { withExtendedLifetime(file) {} }
        guard file.size > 0 else { return .nothing }
        #if os(Linux)
            let setLease: Int32 = 1024
            if fcntl(file.descriptor.rawValue, setLease, Int32(F_RDLCK)) == 0 {
                _ = fcntl(file.descriptor.rawValue, setLease, Int32(F_UNLCK))
                return .whole
            }
            if Errno.last == .resourceTemporarilyUnavailable { return .beingWritten }
        #endif
        return .unknown(FileStamp(file.status))
    }
}
