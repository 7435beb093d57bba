import ImageSpecs
import SystemPackage

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Writes a file. At every moment, even after a crash of the machine, the file has either its former content or the
/// complete new content. For this purpose, the function writes the text to a temporary file in the same folder, syncs
/// this file, and renames it. If the path is a link, the function replaces the target of the link. The function writes
/// directly to a pipe, a device, or an open descriptor such as `/dev/stdout`.
package func writeAtomically(_ text: String, to path: String) throws(FileError) {
    try writeAtomically(Array(text.utf8), to: path)
}

/// Writes bytes to a file like `writeAtomically` for text. An existing file keeps its permissions.
/// - Parameter syncing: whether to wait for the disk. If false, the caller must call `syncFileSystem` after the last of
///   its files. Until this call returns, a crash of the machine can leave an incomplete file.
package func writeAtomically(_ bytes: [UInt8], to path: String, syncing: Bool = true) throws(FileError) {
    let writer = try AtomicFileWriter(path)
    try writer.append(bytes)
    try writer.commit(syncing: syncing)
}

/// Throws an error if no file can be written at this path. Writes nothing.
package func checkAtomicWrite(to path: String) throws(FileError) {
    switch try Destination(path) {
    case .descriptor: break
    case .device(let device):
        if isFolder(device) { throw FileError("write", path, code: .isDirectory) }
        guard access(device, W_OK) == 0 else { throw FileError("write", path) }
    case .file(let file):
        guard access(folder(ofFile: file), W_OK | X_OK) == 0 else { throw FileError("write", path) }
    }
}

/// Whether `writeAtomically` writes directly to this path: to a pipe, a device, or an open descriptor.
package func isWrittenDirectly(_ path: String) -> Bool {
    switch try? Destination(path) {
    case .descriptor?, .device?: true
    case .file?, nil: false
    }
}

/// The object that a path leads to, when the path is opened for writing.
enum Destination {
    /// The path of a regular file that exists or will be created. It is not a link.
    case file(String)
    /// The path of something that exists and is not a regular file.
    case device(String)
    /// An open descriptor of this process, such as the descriptor of `/dev/stdout`. Writes continue at its current
    /// offset, so earlier output is not overwritten.
    case descriptor(FileDescriptor)

    /// The maximum number of links to follow. Linux has the same limit.
    private static let maxLinks = 40

    init(_ path: String) throws(FileError) {
        let ownDescriptors = resolvedPath("/dev/fd")
        var named = path
        for _ in 0...Self.maxLinks {
            let (folder, last) = SourceName.split(named)
            guard let folder = resolvedPath(folder.isEmpty ? "." : folder) else { throw FileError("write", path) }
            if folder == ownDescriptors, let descriptor = Int32(last) {
                let flags = fcntl(descriptor, F_GETFL)
                guard flags >= 0, flags & O_ACCMODE != O_RDONLY else {
                    throw FileError("write", path, code: .badFileDescriptor)
                }
                self = .descriptor(FileDescriptor(rawValue: descriptor))
                return
            }
            let candidate = folder + "/" + last
            // Follow a link such as `/dev/stdout` to the descriptor, because a path cannot open a socket. Do not follow
            // a link in `/proc`, because it can lead to an object without a path, such as a pipe.
            let isFollowed = isLink(candidate) && !isPath(folder, in: "/proc")
            // `Stat` follows links.
            if !isFollowed, let status = try? Stat(candidate), status.type != .regular {
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
        throw FileError("write", path, code: .tooManySymbolicLinkLevels)
    }
}
