#if canImport(Glibc)
    import CLinux
    import Glibc
#else
    import Darwin
#endif

/// Renames a file within its file system, in one step.
///
/// - Returns: false if the new name is taken; its file is not replaced.
package func moveWithoutReplacing(_ path: String, to destination: String) throws(FileError) -> Bool {
    if link(path, destination) == 0 {
        unlink(path)
        return true
    }
    // Some file systems do not support hard links.
    if [EPERM, ENOTSUP, EOPNOTSUPP, ENOSYS].contains(errno), renameExclusively(path, destination) == 0 { return true }
    if errno == EEXIST { return false }
    throw FileError("write", destination)
}

private func renameExclusively(_ path: String, _ destination: String) -> Int32 {
    #if canImport(Glibc)
        return renameat2(AT_FDCWD, path, AT_FDCWD, destination, CUnsignedInt(RENAME_NOREPLACE))
    #else
        return renamex_np(path, destination, UInt32(RENAME_EXCL))
    #endif
}
