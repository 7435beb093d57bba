import Files
import ImageSpecs

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A folder or a file of the cache tree can be replaced by a link. The target of such a link is never deleted, renamed,
/// or written. The cache folder itself may be a link, because this is a deliberate setup.
extension CacheTree {
    /// - Parameter path: of a cache file.
    /// - Returns: whether it existed.
    /// - Throws: `FileError`, `LinkInCacheTreeError`.
    @discardableResult
    package func delete(_ path: String) throws -> Bool {
        let folder = try FolderBelow(self, of: path)
        if unlinkat(folder.descriptor, folder.file, 0) == 0 { return true }
        guard errno == ENOENT else { throw FileError("delete", path) }
        return false
    }

    /// - Parameters: the paths of cache files. The folder of the new path is created.
    /// - Throws: `FileError`, `LinkInCacheTreeError`.
    package func rename(_ former: String, to path: String) throws {
        let from = try FolderBelow(self, of: former)
        let to = try FolderBelow(self, of: path, making: true)
        guard renameat(from.descriptor, from.file, to.descriptor, to.file) == 0 else {
            throw FileError("rename", former)
        }
    }

    /// - Throws: `LinkInCacheTreeError` if any entry of `.imagekit/` is a link, because a run writes to these files, among
    ///   them the states of shards and the journals of SQLite. `SpecialFileError` if one is a pipe, a socket, or a device,
    ///   because opening or reading it can block.
    func checkOwnFiles() throws {
        for path in [privatePath] + entries(ofFolder: privatePath).map({ privatePath + "/" + $0 }) {
            if isLink(path) { throw LinkInCacheTreeError(path: path) }
            try SpecialFileError.check(path)
        }
    }
}

/// A link is at a path that a run would write to.
package struct LinkInCacheTreeError: Error, CustomStringConvertible {
    let path: String

    package var description: String {
        "\(path) is a link, and imagekit does not write through links: replace it with a folder or a file"
    }
}

/// The open folder of a cache file, reached without following a link.
private struct FolderBelow: ~Copyable {
    let descriptor: Int32
    /// The name of the file in the folder.
    let file: String

    init(_ tree: CacheTree, of path: String, making: Bool = false) throws {
        let flags = O_RDONLY | O_DIRECTORY | O_CLOEXEC
        var descriptor = open(tree.path, flags)
        guard descriptor >= 0 else { throw FileError("open", tree.path) }
        var folder = tree.path
        for part in path.utf8.dropFirst(tree.path.utf8.count).split(separator: UInt8(ascii: "/")).dropLast() {
            let name = String(Substring(part))
            folder += "/" + name
            var next = openat(descriptor, name, flags | O_NOFOLLOW)
            if next < 0, errno == ENOENT, making {
                mkdirat(descriptor, name, 0o777)
                next = openat(descriptor, name, flags | O_NOFOLLOW)
            }
            let code = errno
            close(descriptor)
            guard next >= 0 else {
                if isLink(folder) { throw LinkInCacheTreeError(path: folder) }
                throw FileError("open", folder, code: code)
            }
            descriptor = next
        }
        self.descriptor = descriptor
        file = SourceName.split(path).last
    }

    deinit { close(descriptor) }
}
