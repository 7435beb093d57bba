#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Replaces a file with a copy of itself. Processes that have the file open keep the former file.
package func replaceByCopy(_ path: String) throws(FileError) {
    let original = try RegularFile(path)
    let copy = path + "-copy"
    unlink(copy)
    let descriptor = open(copy, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw FileError("write", copy) }
    do throws(FileError) {
        defer { close(descriptor) }
        try writeAll(try original.contents(), to: descriptor, path: copy)
        guard fchmod(descriptor, original.status.st_mode & 0o777) == 0 else { throw FileError("write", copy) }
    } catch {
        unlink(copy)
        throw error
    }
    guard rename(copy, path) == 0 else { throw FileError("rename", copy) }
}
