#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif
import Decoding
import WorkerProtocol

/// A cache file that is being written. The file has a temporary name until `finish` renames the file, so a file with
/// the final name is always complete. A file that is not finished is removed.
struct OutputFile: ~Copyable {
    /// The descriptor, or -1 after it is closed.
    private var descriptor: Int32
    private let target: Job.Target

    /// - Throws: `Failure` `cannot-write`, with the error message of the system.
    init(_ target: Job.Target) throws(Failure) {
        // With O_EXCL, the call fails if the file exists. An existing file means that two writers use one temporary
        // file, which is a bug. An existing link can be an attack.
        let descriptor = creating(target.mode, 0o666) { mode in
            open(target.temporaryPath, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, mode)
        }
        guard descriptor >= 0 else { throw OutputFile.failure("write", target.path, target.temporaryPath) }
        self.descriptor = descriptor
        self.target = target
    }

    deinit {
        if descriptor >= 0 { close(descriptor) }
        // After a successful rename, there is no file at the temporary path, so this call has no effect.
        unlink(target.temporaryPath)
    }

    private func byteCount() throws(Failure) -> Int {
        var status = stat()
        guard fstat(descriptor, &status) == 0 else {
            throw OutputFile.failure("write", target.path, target.temporaryPath)
        }
        return Int(status.st_size)
    }

    func write(_ bytes: [UInt8]) throws(Failure) {
        var written = 0
        while written < bytes.count {
            let count = bytes.withUnsafeBytes {
                Self.write(descriptor, $0.baseAddress.map { $0 + written }, bytes.count - written)
            }
            if count < 0 && errno == EINTR { continue }
            guard count > 0 else { throw OutputFile.failure("write", target.path, target.temporaryPath) }
            written += count
        }
    }

    private static func write(_ descriptor: Int32, _ bytes: UnsafeRawPointer?, _ count: Int) -> Int {
        #if canImport(Glibc)
            Glibc.write(descriptor, bytes, count)
        #else
            Darwin.write(descriptor, bytes, count)
        #endif
    }

    /// Renames the file to its final name.
    /// - Returns: the size in bytes.
    mutating func finish() throws(Failure) -> Int {
        let count = try byteCount()
        guard count > 0 else { throw Failure(code: .cannotWrite, message: "nothing was written to \(target.path)") }
        // Check the result of close(), because a network file system can report a full disk or an exceeded quota only
        // when a file is closed.
        let isClosed = close(descriptor) == 0
        descriptor = -1
        guard isClosed else { throw OutputFile.failure("write", target.path, target.temporaryPath) }
        if let root = target.root, target.path.utf8.starts(with: (root + "/").utf8) {
            try finish(below: root, target.path.utf8.dropFirst(root.utf8.count + 1))
            return count
        }
        if rename(target.temporaryPath, target.path) != 0 {
            guard errno == ENOENT else { throw OutputFile.failure("rename to", target.path) }
            OutputFile.makeParents(of: target.path, target.folderMode)
            guard rename(target.temporaryPath, target.path) == 0 else {
                throw OutputFile.failure("rename to", target.path)
            }
        }
        return count
    }

    /// Renames the file to a path below `root`. This method opens and creates the folders one by one. So it does not
    /// follow a symbolic link that replaces a folder.
    private func finish(below root: String, _ name: Substring.UTF8View) throws(Failure) {
        let flags = O_RDONLY | O_DIRECTORY | O_CLOEXEC
        var folder = open(root, flags)
        guard folder >= 0 else { throw OutputFile.failure("open", root) }
        defer { close(folder) }
        // Split the bytes instead of the string: a name can start with a combining accent, which Swift joins with the
        // preceding slash into one character.
        var parts = name.split(separator: UInt8(ascii: "/")).map { String(Substring($0)) }
        let last = parts.removeLast()
        for part in parts {
            var next = openat(folder, part, flags | O_NOFOLLOW)
            if next < 0 && errno == ENOENT {
                // EEXIST is not an error, because another worker can create the folder at the same time.
                let made = creating(target.folderMode, 0o777) { mkdirat(folder, part, $0) }
                guard made == 0 || errno == EEXIST else {
                    throw OutputFile.failure("make the folder \(part) of", target.path)
                }
                next = openat(folder, part, flags | O_NOFOLLOW)
            }
            guard next >= 0 else {
                if errno == ENOTDIR || errno == ELOOP {
                    let message = "\(part) on the way to \(target.path) is no folder; a link is not followed"
                    throw Failure(code: .cannotWrite, message: message)
                }
                throw OutputFile.failure("open the folder \(part) of", target.path)
            }
            close(folder)
            folder = next
        }
        guard renameat(AT_FDCWD, target.temporaryPath, folder, last) == 0 else {
            throw OutputFile.failure("rename to", target.path)
        }
    }

    /// Creates the missing folders above a path. This method ignores errors. A folder that another worker creates at
    /// the same time causes no problem, and the rename that follows reports all other errors.
    private static func makeParents(of path: String, _ mode: FileMode) {
        let parts = path.utf8.split(separator: UInt8(ascii: "/")).dropLast()
        var folder = path.utf8.first == UInt8(ascii: "/") ? "" : "."
        for part in parts {
            folder += "/" + String(Substring(part))
            _ = creating(mode, 0o777) { mkdir(folder, $0) }
        }
    }

    /// - Parameter location: the file that the system call failed for, if it is not the file in the message.
    private static func failure(_ action: String, _ path: String, _ location: String? = nil) -> Failure {
        let code = errno
        return Failure(
            code: .cannotWrite,
            message: "cannot \(action) \(path): \(String(cString: strerror(code)))",
            unwritable: Outcome.UnwritableFile(path: location ?? path, code: code)
        )
    }
}

/// Calls `create`, which creates a file or a folder with the given permissions. A confined worker cannot change
/// permissions later, so this function clears the umask during the call.
/// - Parameter all: the permissions if `mode` has no bits. The umask of the process restricts them.
private func creating(_ mode: FileMode, _ all: mode_t, _ create: (mode_t) -> Int32) -> Int32 {
    guard let bits = mode.bits else { return create(all) }
    let former = umask(0)
    defer { _ = umask(former) }
    return create(mode_t(bits))
}
