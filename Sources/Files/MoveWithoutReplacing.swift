import SystemPackage

#if canImport(Glibc)
    import CLinux
    import Glibc
#else
    import Darwin
#endif

/// Moves a file to another name on the same file system. The new name appears in one step, with the complete file.
///
/// - Returns: false if a file with the new name exists. This file is not replaced.
package func moveWithoutReplacing(_ path: String, to destination: String) throws(FileError) -> Bool {
    if link(path, destination) == 0 {
        unlink(path)
        return true
    }
    // Some file systems do not support hard links. On these file systems, rename the file.
    let isUnsupported = [.notPermitted, .notSupported, .notSupportedOnSocket, .noFunction].contains(Errno.last)
    if isUnsupported, renameExclusively(path, destination) == 0 { return true }
    if Errno.last == .fileExists { return false }
    throw FileError("write", destination)
}

private func renameExclusively(_ path: String, _ destination: String) -> Int32 {
    #if canImport(Glibc)
        return renameat2(AT_FDCWD, path, AT_FDCWD, destination, CUnsignedInt(RENAME_NOREPLACE))
    #else
        return renamex_np(path, destination, UInt32(RENAME_EXCL))
    #endif
}
