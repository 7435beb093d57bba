import ImageSpecs
import SystemPackage
import WorkerProtocol

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Makes a folder and all missing parent folders. A folder that exists is not changed.
package func makeFolder(_ path: String, _ mode: NewFileMode = .umask) throws(FileError) {
    if make(path, mode) || Errno.last == .fileExists { return }
    guard Errno.last == .noSuchFileOrDirectory else { throw FileError("make the folder", path) }
    let (parent, _) = SourceName.split(path)
    guard !parent.isEmpty, parent != path else { throw FileError("make the folder", path) }
    try makeFolder(parent, mode)
    guard make(path, mode) || Errno.last == .fileExists else { throw FileError("make the folder", path) }
}

private func make(_ path: String, _ mode: NewFileMode) -> Bool {
    guard mkdir(path, 0o777) == 0 else { return false }
    if let bits = mode.bits { addPermissions(path) { FilePermissions(rawValue: $0.rawValue & ~0o777 | mode_t(bits)) } }
    return true
}

/// Makes a folder inside an open folder.
/// - Returns: whether the folder was made.
package func makeFolder(_ name: String, in folder: FileDescriptor, _ mode: NewFileMode) -> Bool {
    guard mkdirat(folder.rawValue, name, 0o777) == 0 else { return false }
    if let bits = mode.bits, let status = try? Stat(name, relativeTo: folder, flags: .symlinkNoFollow) {
        // Keep setgid, which the new folder can inherit from its parent folder.
        fchmodat(folder.rawValue, name, status.permissions.rawValue & 0o7000 | mode_t(bits), 0)
    }
    return true
}

/// Whether the group of a folder can create files in the folder. If so, several users share the folder.
package func isSharedWithGroup(_ folder: String) -> Bool {
    (try? Stat(folder))?.permissions.contains(.groupWrite) ?? false
}

/// Makes an empty file if the path does not exist. Errors are ignored.
package func makeEmptyFile(_ path: String) {
    try? FileDescriptor.create(path, permissions: FilePermissions(rawValue: 0o644)).close()
}

/// Permits the group to read and write a file or a folder of this user.
package func shareWithGroup(_ path: String) {
    addPermissions(path) { [$0, .groupReadWrite, isFolder(path) ? .groupExecute : []] }
}

/// Changes the mode of a file or a folder of this user, but not of a link. Errors are ignored.
private func addPermissions(_ path: String, _ change: (FilePermissions) -> FilePermissions) {
    guard let status = try? Stat(path, followTargetSymlink: false), status.userID.rawValue == geteuid(),
        status.type != .symbolicLink
    else { return }
    let permissions = change(status.permissions)
    if permissions != status.permissions { chmod(path, permissions.rawValue) }
}
