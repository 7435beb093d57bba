#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A folder that is kept open, so that the kernel does not resolve its path again for each name below it.
package final class FolderHandle: Sendable {
    private let path: String
    private let descriptor: Int32

    /// Opens a folder. If this fails, the other methods find nothing in it.
    package init(_ path: String) {
        self.path = path
        descriptor = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    }

    deinit { if descriptor >= 0 { close(descriptor) } }

    /// Returns the stamp and the device of a folder by its name relative to this folder; nil if there is no such
    /// folder.
    package func folder(_ name: String) -> (stamp: FileStamp, device: dev_t)? {
        guard let status = status(of: name), status.st_mode & S_IFMT == S_IFDIR else { return nil }
        return (FileStamp(status), status.st_dev)
    }

    /// Reads the status of a file by its name relative to this folder. Returns nil if there is no such file.
    package func file(_ name: String, readingContent: Bool = false) -> FoundFile? {
        guard var status = status(of: name, AT_SYMLINK_NOFOLLOW) else { return nil }
        let isLink = status.st_mode & S_IFMT == S_IFLNK
        if isLink, let target = self.status(of: name) { status = target }
        guard status.st_mode & S_IFMT == S_IFREG else { return nil }
        let stamp = FileStamp(status)
        let content = readingContent ? try? ContentDigest.read(path + "/" + name).digest : nil
        return FoundFile(size: stamp.size, modified: stamp.modified, content: content, isLink: isLink)
    }

    private func status(of name: String, _ flags: Int32 = 0) -> stat? {
        var status = stat()
        // `withCString` avoids the copy that the implicit conversion of a `String` makes.
        let result = name.withCString { fstatat(descriptor, $0, &status, flags) }
        return result == 0 ? status : nil
    }
}

/// The status of a file that exists.
package struct FoundFile: Sendable {
    package let size: Int
    /// Nanoseconds since 1970.
    package let modified: Int
    /// The digest of the content; nil if it was not requested or the file cannot be read.
    package let content: ContentDigest?
    /// Whether the name is a link to the file.
    package let isLink: Bool
}
