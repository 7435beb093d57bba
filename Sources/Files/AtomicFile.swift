import Crypto
import ImageSpecs

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Writes a file so that it is either complete or unchanged at every moment, even after a crash of the machine. The
/// text is written to a temporary file in the same folder, synced, and renamed. If the path is a link, the link stays
/// and its target is replaced. A pipe or a device is written to directly.
package func writeAtomically(_ text: String, to path: String) throws(FileError) {
    try writeAtomically(Array(text.utf8), to: path)
}

/// Writes bytes like the function for text. The permissions of an existing file stay.
/// - Parameter syncing: whether to wait for the disk. Without it, only a crash of the machine can leave an incomplete file,
///   and the caller waits once for many files.
package func writeAtomically(_ bytes: [UInt8], to path: String, syncing: Bool = true) throws(FileError) {
    switch try Destination(path) {
    case .descriptor(let descriptor): try writeAll(bytes, to: descriptor, path: path)
    case .device(let device):
        let descriptor = open(device, O_WRONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw FileError("write", path) }
        defer { close(descriptor) }
        try writeAll(bytes, to: descriptor, path: path)
    case .file(let file): try replace(file, with: bytes, syncing: syncing)
    }
}

private func replace(_ path: String, with bytes: [UInt8], syncing: Bool) throws(FileError) {
    // The name of the file may already have the maximum length, so the temporary name contains its hash. The process id
    // does not make the temporary name unique, because every process in a container can have the id 1.
    let name = SHA256.hash(data: Array(SourceName.split(path).last.utf8)).leadingNumber
    let temporary = "\(folder(ofFile: path))/.imagekit-\(getpid())-\(String(name, radix: 16)).tmp"
    // A killed run with the same process id can have left this file, for example in a container.
    unlink(temporary)
    let descriptor = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
    guard descriptor >= 0 else { throw FileError("write", path) }
    var former = stat()
    if stat(path, &former) == 0 { fchmod(descriptor, former.st_mode & 0o7777) }
    do {
        try writeAll(bytes, to: descriptor, path: path)
    } catch {
        close(descriptor)
        unlink(temporary)
        throw error
    }
    let isSynced = !syncing || fsync(descriptor) == 0 || errno == EINVAL
    guard isSynced, close(descriptor) == 0, rename(temporary, path) == 0 else {
        let error = FileError("write", path)
        unlink(temporary)
        throw error
    }
    guard syncing else { return }
    let folder = folder(ofFile: path)
    try syncFolders(from: folder, to: folder)
}

/// Checks, without writing, whether a file can be written at this path.
package func checkAtomicWrite(to path: String) throws(FileError) {
    switch try Destination(path) {
    case .descriptor: break
    case .device(let device):
        var status = stat()
        if stat(device, &status) == 0, FileKind(status) == .folder { throw FileError("write", path, code: EISDIR) }
        guard access(device, W_OK) == 0 else { throw FileError("write", path) }
    case .file(let file):
        guard access(folder(ofFile: file), W_OK | X_OK) == 0 else { throw FileError("write", path) }
    }
}

/// The target of a path that is written to.
private enum Destination {
    /// The path of a regular file that exists or will be created. It is not a link.
    case file(String)
    /// The path of something that exists and is not a regular file.
    case device(String)
    /// A descriptor that this process already has, such as the descriptor of `/dev/stdout`. The earlier content of its
    /// file stays.
    case descriptor(Int32)

    /// The maximum number of links that are followed. It is also the limit of Linux.
    private static let maxLinks = 40

    init(_ path: String) throws(FileError) {
        let ownDescriptors = resolvedPath("/dev/fd")
        var named = path
        for _ in 0...Self.maxLinks {
            let (folder, last) = SourceName.split(named)
            guard let folder = resolvedPath(folder.isEmpty ? "." : folder) else { throw FileError("write", path) }
            if folder == ownDescriptors, let descriptor = Int32(last) {
                let flags = fcntl(descriptor, F_GETFL)
                guard flags >= 0, flags & O_ACCMODE != O_RDONLY else { throw FileError("write", path, code: EBADF) }
                self = .descriptor(descriptor)
                return
            }
            let candidate = folder + "/" + last
            var status = stat()
            // Use stat(), which follows links, because some links in `/proc` lead to objects without a name.
            if stat(candidate, &status) == 0, FileKind(status) != .regular {
                self = .device(candidate)
                return
            }
            guard isLink(candidate) else {
                self = .file(candidate)
                return
            }
            guard let target = linkTarget(candidate) else { throw FileError("write", path) }
            named = target.utf8.first == UInt8(ascii: "/") ? target : folder + "/" + target
        }
        throw FileError("write", path, code: ELOOP)
    }
}

func writeAll(_ bytes: [UInt8], to descriptor: Int32, path: String) throws(FileError) {
    var written = 0
    while written < bytes.count {
        let count = bytes[written...].withUnsafeBytes { rest in
            retryingInterrupted { write(descriptor, rest.baseAddress, rest.count) }
        }
        guard count >= 0 else { throw FileError("write", path) }
        written += count
    }
}
