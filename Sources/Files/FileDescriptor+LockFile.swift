import SystemPackage

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

extension FileDescriptor {
    /// Opens a lock file. Opening a pipe would wait for another process, so this function does not block.
    /// - Parameter creation: whether the file is created: `create`, also with `exclusiveCreate`, or nothing.
    static func openLockFile(_ path: String, _ mode: AccessMode, _ creation: OpenOptions) throws -> FileDescriptor {
        try open(
            path,
            mode,
            options: [.closeOnExec, .noFollow, .nonBlocking, creation],
            permissions: FilePermissions(rawValue: 0o666)
        )
    }

    /// Removes the permission to read a lock file from users who cannot write to it. A process can lock every file that
    /// it can read, so such a user could block all runs.
    func restrictToWriters() {
        guard let status = try? stat(), status.userID.rawValue == geteuid() else { return }
        let mode = status.permissions.rawValue & 0o777
        let readers = mode & 0o444 & ~((mode & 0o222) << 1)
        if readers != 0 { fchmod(rawValue, mode & ~readers) }
    }
}
