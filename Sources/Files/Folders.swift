import ImageSpecs
import WorkerProtocol

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Makes a folder and all missing parent folders.
package func makeFolder(_ path: String, _ mode: FileMode = .umask) throws(FileError) {
    if make(path, mode) || errno == EEXIST { return }
    guard errno == ENOENT else { throw FileError("make the folder", path) }
    let (parent, _) = SourceName.split(path)
    guard !parent.isEmpty, parent != path else { throw FileError("make the folder", path) }
    try makeFolder(parent, mode)
    guard make(path, mode) || errno == EEXIST else { throw FileError("make the folder", path) }
}

private func make(_ path: String, _ mode: FileMode) -> Bool {
    guard mkdir(path, 0o777) == 0 else { return false }
    if let bits = mode.bits { addPermissions(path) { $0 & ~0o777 | mode_t(bits) } }
    return true
}

/// Makes a folder in an open folder.
/// - Returns: whether the folder was made.
package func makeFolder(_ name: String, in folder: Int32, _ mode: FileMode) -> Bool {
    guard mkdirat(folder, name, 0o777) == 0 else { return false }
    var status = stat()
    if let bits = mode.bits, fstatat(folder, name, &status, AT_SYMLINK_NOFOLLOW) == 0 {
        // Keep the other bits, such as setgid, because the folder inherits them from its parent folder.
        fchmodat(folder, name, status.st_mode & 0o7000 | mode_t(bits), 0)
    }
    return true
}

/// Whether the group of a folder may create files in it, so that several users share its files.
package func isSharedWithGroup(_ folder: String) -> Bool {
    var status = stat()
    return stat(folder, &status) == 0 && status.st_mode & S_IWGRP != 0
}

/// Makes an empty file, if the path does not exist. A failure has no effect.
package func makeEmptyFile(_ path: String) {
    let descriptor = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o644)
    if descriptor >= 0 { close(descriptor) }
}

/// Lets the group write to a file or a folder of this user.
package func shareWithGroup(_ path: String) {
    addPermissions(path) { mode in mode & S_IFMT == S_IFDIR ? mode | 0o070 : mode | 0o060 }
}

/// Changes the mode of a file or a folder of this user; a failure has no effect.
private func addPermissions(_ path: String, _ change: (mode_t) -> mode_t) {
    var status = stat()
    guard lstat(path, &status) == 0, status.st_uid == geteuid(), status.st_mode & S_IFMT != S_IFLNK else { return }
    let mode = change(status.st_mode)
    if mode != status.st_mode { chmod(path, mode & 0o7777) }
}
