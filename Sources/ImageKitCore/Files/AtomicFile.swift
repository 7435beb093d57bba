import ImageSpecs

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Writes a file so that it is there whole or not at all: under another name beside it, then renamed. What is no
/// regular file, such as `/dev/stdout`, is written to as it is.
func writeAtomically(_ text: String, to path: String) throws(FileError) {
    var status = stat()
    if stat(path, &status) == 0, FileKind(status) != .regular { return try write(text, toDevice: path) }
    // A name of its own: the file's may be as long as names can be.
    let temporary = folder(ofFile: path) + "/.imagekit-\(getpid()).tmp"
    // Left behind by a killed run that had the same process id, as in a container.
    unlink(temporary)
    let descriptor = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
    guard descriptor >= 0 else { throw FileError("write", path) }
    do {
        try writeAll(Array(text.utf8), to: descriptor, path: path)
    } catch {
        close(descriptor)
        unlink(temporary)
        throw error
    }
    guard close(descriptor) == 0, rename(temporary, path) == 0 else {
        let error = FileError("write", path)
        unlink(temporary)
        throw error
    }
}

/// Finds out, without writing, whether a file could be written there.
public func checkAtomicWrite(to path: String) throws(FileError) {
    var status = stat()
    if stat(path, &status) == 0 {
        let kind = FileKind(status)
        if kind == .folder { throw FileError("write", path, code: EISDIR) }
        if kind != .regular {
            guard access(path, W_OK) == 0 else { throw FileError("write", path) }
            return
        }
    }
    guard access(folder(ofFile: path), W_OK | X_OK) == 0 else { throw FileError("write", path) }
}

private func write(_ text: String, toDevice path: String) throws(FileError) {
    let descriptor = open(path, O_WRONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw FileError("write", path) }
    defer { close(descriptor) }
    try writeAll(Array(text.utf8), to: descriptor, path: path)
}

private func writeAll(_ bytes: [UInt8], to descriptor: Int32, path: String) throws(FileError) {
    var written = 0
    while written < bytes.count {
        let count = bytes[written...].withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
        if count >= 0 {
            written += count
        } else if errno != EINTR {
            throw FileError("write", path)
        }
    }
}

/// Makes a folder with all that leads to it.
func makeFolder(_ path: String) throws(FileError) {
    if mkdir(path, 0o777) == 0 || errno == EEXIST { return }
    guard errno == ENOENT else { throw FileError("make the folder", path) }
    let (parent, _) = SourceName.split(path)
    guard !parent.isEmpty, parent != path else { throw FileError("make the folder", path) }
    try makeFolder(parent)
    guard mkdir(path, 0o777) == 0 || errno == EEXIST else { throw FileError("make the folder", path) }
}
