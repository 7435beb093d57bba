import SystemPackage

/// A folder that is kept open, so that the kernel resolves the path of the folder once and not for each name below it.
package final class FolderHandle: Sendable {
    private let path: String
    private let descriptor: FileDescriptor?

    /// Opens a folder. If this fails, the other methods return nil.
    package init(_ path: String) {
        self.path = path
        descriptor = try? FileDescriptor.open(path, .readOnly, options: [.directory, .closeOnExec])
    }

    deinit { try? descriptor?.close() }

    /// Returns the stamp and the device of a folder by its name relative to this folder; nil if there is no such
    /// folder.
    package func folder(_ name: String) -> (stamp: FileStamp, device: DeviceID)? {
        guard let status = status(of: name), status.type == .directory else { return nil }
        return (FileStamp(status), status.deviceID)
    }

    /// Reads the status of a regular file by its name relative to this folder, and follows links. Returns nil if there
    /// is no such file.
    package func file(_ name: String, readingContent: Bool = false) -> FoundFile? {
        guard var status = status(of: name, .symlinkNoFollow) else { return nil }
        let isLink = status.type == .symbolicLink
        if isLink, let target = self.status(of: name) { status = target }
        guard status.type == .regular else { return nil }
        let stamp = FileStamp(status)
        let content = readingContent ? try? ContentDigest.read(path + "/" + name).digest : nil
        return FoundFile(size: stamp.size, modified: stamp.modified, content: content, isLink: isLink)
    }

    private func status(of name: String, _ flags: Stat.Flags = []) -> Stat? {
        guard let descriptor else { return nil }
        // `withCString` avoids the copy that the implicit conversion of a `String` makes.
        return name.withCString { try? Stat($0, relativeTo: descriptor, flags: flags) }
    }
}
