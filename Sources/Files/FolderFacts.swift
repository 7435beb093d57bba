import SystemPackage

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// What the file system reports about a folder and its disk.
package struct FolderFacts: Equatable, Sendable {
    /// The user id of the owner.
    package let owner: UInt32
    /// The permission bits.
    package let mode: UInt16
    /// Whether the user of this process can list and open the files in the folder.
    package let isReadable: Bool
    /// Whether the user of this process can create files in the folder.
    package let isWritable: Bool
    package let isReadOnlyDisk: Bool
    /// The number of bytes that a user other than root can still write.
    package let freeBytes: Int
    /// The number of files that can still be created; nil if the file system has no limit.
    package let freeFiles: Int?

    /// Returns nil if there is no such folder, or if the status of its file system cannot be read.
    package init?(path: String) {
        var disk = statvfs()
        guard let status = try? Stat(path), status.type == .directory, statvfs(path, &disk) == 0 else { return nil }
        owner = status.userID.rawValue
        mode = UInt16(truncatingIfNeeded: status.permissions.rawValue)
        isReadable = faccessat(AT_FDCWD, path, R_OK | X_OK, AT_EACCESS) == 0
        isWritable = faccessat(AT_FDCWD, path, W_OK | X_OK, AT_EACCESS) == 0
        isReadOnlyDisk = UInt(disk.f_flag) & UInt(ST_RDONLY) != 0
        freeBytes = Int(clamping: UInt64(disk.f_bavail).multipliedClamped(by: UInt64(disk.f_frsize)))
        freeFiles = disk.f_files == 0 ? nil : Int(clamping: UInt64(disk.f_favail))
    }
}

extension UInt64 {
    fileprivate func multipliedClamped(by factor: UInt64) -> UInt64 {
        let (product, overflow) = multipliedReportingOverflow(by: factor)
        return overflow ? .max : product
    }
}
