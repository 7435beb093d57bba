#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Gives a file another name on its file system, in one step.
///
/// - Returns: whether the name was free; whatever has it stays.
package func moveWithoutReplacing(_ path: String, to destination: String) throws(FileError) -> Bool {
    if link(path, destination) == 0 {
        unlink(path)
        return true
    }
    // Some file systems have no second names.
    if [EPERM, ENOTSUP, EOPNOTSUPP, ENOSYS].contains(errno), renameExclusively(path, destination) == 0 { return true }
    if errno == EEXIST { return false }
    throw FileError("write", destination)
}

private func renameExclusively(_ path: String, _ destination: String) -> Int32 {
    #if canImport(Glibc)
        typealias Rename =
            @convention(c) (CInt, UnsafePointer<CChar>, CInt, UnsafePointer<CChar>, CUnsignedInt) -> CInt
        // One of GNU's own functions, which the module of the C library leaves out.
        guard let symbol = dlsym(nil, "renameat2") else { return -1 }
        let withoutReplacing: CUnsignedInt = 1
        return unsafeBitCast(symbol, to: Rename.self)(AT_FDCWD, path, AT_FDCWD, destination, withoutReplacing)
    #else
        return renamex_np(path, destination, UInt32(RENAME_EXCL))
    #endif
}
