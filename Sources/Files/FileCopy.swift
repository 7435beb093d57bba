import SystemPackage

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Replaces a file with a copy of itself. Processes that have the file open keep the former file. So this process can
/// change the copy without waiting for them.
package func replaceByCopy(_ path: String) throws(FileError) {
    let original = try RegularFile(path)
    let copy = path + "-copy"
    unlink(copy)
    let bytes = try original.contents()
    do throws(FileError) {
        try FileError.naming("write", copy) {
            let file = try FileDescriptor.create(copy, permissions: .ownerReadWrite)
            try file.closeAfter {
                try file.writeAll(bytes)
                guard fchmod(file.rawValue, original.status.permissions.rawValue & 0o777) == 0 else { throw Errno.last }
            }
        }
    } catch {
        unlink(copy)
        throw error
    }
    guard rename(copy, path) == 0 else { throw FileError("rename", copy) }
}
