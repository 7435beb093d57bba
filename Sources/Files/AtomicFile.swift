import ImageSpecs
import SystemPackage

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
/// - Parameter syncing: whether to wait for the disk. Without it, only a crash of the machine can leave an incomplete
///   file, and the caller waits once for many files.
package func writeAtomically(_ bytes: [UInt8], to path: String, syncing: Bool = true) throws(FileError) {
    let writer = try AtomicFileWriter(path)
    try writer.append(bytes)
    try writer.commit(syncing: syncing)
}

/// Checks, without writing, whether a file can be written at this path.
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

/// The target of a path that is written to.
enum Destination {
    /// The path of a regular file that exists or will be created. It is not a link.
    case file(String)
    /// The path of something that exists and is not a regular file.
    case device(String)
    /// A descriptor that this process already has, such as the descriptor of `/dev/stdout`. The earlier content of its
    /// file stays.
    case descriptor(FileDescriptor)

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
                guard flags >= 0, flags & O_ACCMODE != O_RDONLY else {
                    throw FileError("write", path, code: .badFileDescriptor)
                }
                self = .descriptor(FileDescriptor(rawValue: descriptor))
                return
            }
            let candidate = folder + "/" + last
            // Follow links, because some links in `/proc` lead to objects without a name.
            if let status = try? Stat(candidate), status.type != .regular {
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
