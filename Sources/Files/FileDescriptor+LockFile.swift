import SystemPackage

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

extension FileDescriptor {
    /// Opens a lock file without blocking. If the path is a pipe, a blocking call would wait for another process.
    /// - Parameter creation: `create` to create a missing file, `create` with `exclusiveCreate` to create a file that
    ///   must not exist yet, or nothing.
    static func openLockFile(_ path: String, _ mode: AccessMode, _ creation: OpenOptions) throws -> FileDescriptor {
        try open(
            path,
            mode,
            options: [.closeOnExec, .noFollow, .nonBlocking, creation],
            permissions: FilePermissions(rawValue: 0o666)
        )
    }

    /// If this user owns the lock file, removes the read permission of all users who have no write permission. A
    /// process can lock every file that it can read, so these users could block all runs.
    func restrictToWriters() {
        guard let status = try? stat(), status.userID.rawValue == geteuid() else { return }
        let mode = status.permissions.rawValue & 0o777
        let readers = mode & 0o444 & ~((mode & 0o222) << 1)
        if readers != 0 { fchmod(rawValue, mode & ~readers) }
    }
}
