import Files
import ImageSpecs
import SystemPackage

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Operations that do not follow links below the cache folder. A user can replace a folder or a file there with a link.
/// imagekit never deletes, renames, or writes the target of such a link. The cache folder itself may be a link, because
/// this is a deliberate setup.
extension CacheTree {
    /// Deletes a cache file.
    /// - Parameter path: the absolute path of the file.
    /// - Returns: whether the file existed.
    /// - Throws: `FileError`, `LinkInCacheTreeError`.
    @discardableResult
    package func delete(_ path: String) throws -> Bool {
        let folder = try FolderBelow(self, of: path)
        if unlinkat(folder.descriptor.rawValue, folder.file, 0) == 0 { return true }
        guard Errno.last == .noSuchFileOrDirectory else { throw FileError("delete", path) }
        return false
    }

    /// Renames a cache file, and creates the folder of its new path. Both paths are absolute.
    /// - Throws: `FileError`, `LinkInCacheTreeError`.
    package func rename(_ former: String, to path: String) throws {
        let from = try FolderBelow(self, of: former)
        let to = try FolderBelow(self, of: path, making: true)
        guard renameat(from.descriptor.rawValue, from.file, to.descriptor.rawValue, to.file) == 0 else {
            throw FileError("rename", former)
        }
    }

    /// Checks `.imagekit/` and its entries, because a run writes to them. The entries include the states of shards and
    /// the journals of SQLite.
    /// - Throws: `LinkInCacheTreeError` if one of them is a link. `SpecialFileError` if one is a pipe, a socket, or a
    ///   device, because opening or reading it can block.
    func checkOwnFiles() throws {
        for path in [privatePath] + entries(ofFolder: privatePath).map({ privatePath + "/" + $0 }) {
            if isLink(path) { throw LinkInCacheTreeError(path: path) }
            try SpecialFileError.check(path)
        }
    }
}

/// A file or a folder that imagekit needs to change is a link.
package struct LinkInCacheTreeError: Error, CustomStringConvertible {
    let path: String

    package var description: String {
        "\(path) is a link, and imagekit does not write through links: replace it with a folder or a file"
    }
}

/// The open folder of a cache file. No link below the cache folder is followed to open it.
private struct FolderBelow: ~Copyable {
    let descriptor: FileDescriptor
    /// The name of the file in the folder.
    let file: String

    init(_ tree: CacheTree, of path: String, making: Bool = false) throws {
        let folderMode = tree.folderMode
        let flags = O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW
        var descriptor = try FileError.naming("open", tree.path) {
            try FileDescriptor.open(tree.path, .readOnly, options: [.directory, .closeOnExec])
        }
        var folder = tree.path
        for part in path.utf8.dropFirst(tree.path.utf8.count).split(separator: UInt8(ascii: "/")).dropLast() {
            let name = String(Substring(part))
            folder += "/" + name
            var next = openat(descriptor.rawValue, name, flags)
            if next < 0, Errno.last == .noSuchFileOrDirectory, making {
                _ = makeFolder(name, in: descriptor, folderMode)
                next = openat(descriptor.rawValue, name, flags)
            }
            let code = Errno.last
            try? descriptor.close()
            guard next >= 0 else {
                if isLink(folder) { throw LinkInCacheTreeError(path: folder) }
                throw FileError("open", folder, code: code)
            }
            descriptor = FileDescriptor(rawValue: next)
        }
        self.descriptor = descriptor
        file = SourceName.split(path).last
    }

    deinit { try? descriptor.close() }
}
