import Decoding
import SystemPackage
import WorkerProtocol

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A cache file that is being written. The file has a temporary name until `finish` renames the file, so a file with
/// the final name is always complete. A file that is not finished is removed.
struct OutputFile: ~Copyable {
    private let file: FileDescriptor
    private var isOpen = true
    private var isRenamed = false
    private let target: Job.Target

    /// - Throws: `Failure` `cannot-write`, with the error message of the system.
    init(_ target: Job.Target) throws(Failure) {
        // With O_EXCL, the call fails if the path exists: a file at this path can belong to another writer, and a link
        // can be an attack.
        file = try OutputFile.failing("write", target.path, target.temporaryPath) {
            try creating(target.mode, 0o666) { mode in
                try FileDescriptor.open(
                    target.temporaryPath,
                    .readWrite,
                    options: [.create, .exclusiveCreate, .closeOnExec],
                    permissions: FilePermissions(rawValue: mode)
                )
            }
        }
        self.target = target
    }

    deinit {
        if isOpen { try? file.close() }
        if !isRenamed { unlink(target.temporaryPath) }
    }

    private func byteCount() throws(Failure) -> Int {
        try OutputFile.failing("write", target.path, target.temporaryPath) { Int(try file.stat().size) }
    }

    func write(_ bytes: [UInt8]) throws(Failure) {
        _ = try OutputFile.failing("write", target.path, target.temporaryPath) { try file.writeAll(bytes) }
    }

    /// Renames the file to its final name.
    /// - Returns: the size in bytes.
    mutating func finish() throws(Failure) -> Int {
        let count = try byteCount()
        guard count > 0 else { throw Failure(code: .cannotWrite, message: "nothing was written to \(target.path)") }
        // Check the result of close(), because a network file system can report a full disk or an exceeded quota only
        // when a file is closed.
        isOpen = false
        try OutputFile.failing("write", target.path, target.temporaryPath) { try file.close() }
        if let root = target.root, target.path.utf8.starts(with: (root + "/").utf8) {
            try finish(below: root, target.path.utf8.dropFirst(root.utf8.count + 1))
            isRenamed = true
            return count
        }
        if rename(target.temporaryPath, target.path) != 0 {
            guard Errno.last == .noSuchFileOrDirectory else { throw OutputFile.failure("rename to", target.path) }
            OutputFile.makeParents(of: target.path, target.folderMode)
            guard rename(target.temporaryPath, target.path) == 0 else {
                throw OutputFile.failure("rename to", target.path)
            }
        }
        isRenamed = true
        return count
    }

    /// Renames the file to a path below `root`, and creates missing folders. This method opens each folder below `root`
    /// with O_NOFOLLOW. So it does not follow a symbolic link that replaces such a folder.
    private func finish(below root: String, _ name: Substring.UTF8View) throws(Failure) {
        let flags = O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW
        var folder = try OutputFile.failing("open", root) {
            try FileDescriptor.open(root, .readOnly, options: [.directory, .closeOnExec])
        }
        defer { try? folder.close() }
        // Split the bytes instead of the string: a name can start with a combining accent, which Swift joins with the
        // preceding slash into one character.
        var parts = name.split(separator: UInt8(ascii: "/")).map { String(Substring($0)) }
        let file = parts.removeLast()
        for part in parts {
            var next = openat(folder.rawValue, part, flags)
            if next < 0 && Errno.last == .noSuchFileOrDirectory {
                // EEXIST is not an error, because another worker can create the folder at the same time.
                let made = creating(target.folderMode, 0o777) { mkdirat(folder.rawValue, part, $0) }
                guard made == 0 || Errno.last == .fileExists else {
                    throw OutputFile.failure("make the folder \(part) of", target.path)
                }
                next = openat(folder.rawValue, part, flags)
            }
            guard next >= 0 else {
                if [.notDirectory, .tooManySymbolicLinkLevels].contains(Errno.last) {
                    let message = "\(part) on the way to \(target.path) is no folder; a link is not followed"
                    throw Failure(code: .cannotWrite, message: message)
                }
                throw OutputFile.failure("open the folder \(part) of", target.path)
            }
            try? folder.close()
            folder = FileDescriptor(rawValue: next)
        }
        guard renameat(AT_FDCWD, target.temporaryPath, folder.rawValue, file) == 0 else {
            throw OutputFile.failure("rename to", target.path)
        }
    }

    /// Creates the missing folders above a path. This method ignores errors. A folder that another worker creates at
    /// the same time causes no problem, and the rename that follows reports all other errors.
    private static func makeParents(of path: String, _ mode: NewFileMode) {
        let parts = path.utf8.split(separator: UInt8(ascii: "/")).dropLast()
        var folder = path.utf8.first == UInt8(ascii: "/") ? "" : "."
        for part in parts {
            folder += "/" + String(Substring(part))
            _ = creating(mode, 0o777) { mkdir(folder, $0) }
        }
    }

    /// - Parameter location: the file for which the system call failed. Nil stands for `path`, the file in the message.
    private static func failure(
        _ action: String,
        _ path: String,
        _ location: String? = nil,
        _ error: Errno = .last
    ) -> Failure {
        Failure(
            code: .cannotWrite,
            message: "cannot \(action) \(path): \(error)",
            unwritable: Outcome.UnwritableFile(path: location ?? path, code: error.rawValue)
        )
    }

    /// Runs calls of swift-system and converts their errors. These calls throw only `Errno`.
    private static func failing<Result>(
        _ action: String,
        _ path: String,
        _ location: String? = nil,
        _ calls: () throws -> Result
    ) throws(Failure) -> Result {
        do { return try calls() } catch { throw failure(action, path, location, error as? Errno ?? .ioError) }
    }
}

/// Calls `create`, which creates a file or a folder with the given permissions. If `mode` has bits, the umask is
/// cleared during the call, because a confined worker cannot change the permissions later.
/// - Parameter all: the permissions if `mode` has no bits. In this case, the umask of the process restricts them.
private func creating<Result>(
    _ mode: NewFileMode,
    _ all: mode_t,
    _ create: (mode_t) throws -> Result
) rethrows -> Result {
    guard let bits = mode.bits else { return try create(all) }
    let former = umask(0)
    defer { _ = umask(former) }
    return try create(mode_t(bits))
}

extension Errno {
    /// The error of the last failed call of the C library. It is used for calls that swift-system does not contain.
    fileprivate static var last: Errno { Errno(rawValue: errno) }
}
