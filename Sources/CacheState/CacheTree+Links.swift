import Files
import ImageSpecs

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Somebody may have put a link in the place of a folder or a file of the cache tree. What it leads to is nobody's to
/// delete, to rename or to write. The cache folder itself may be a link: whoever set it up meant it.
extension CacheTree {
    /// - Parameter path: of a cache file.
    /// - Returns: whether it was there.
    /// - Throws: `FileError`, `LinkInCacheTree`.
    @discardableResult
    package func delete(_ path: String) throws -> Bool {
        let folder = try FolderBelow(self, of: path)
        if unlinkat(folder.descriptor, folder.file, 0) == 0 { return true }
        guard errno == ENOENT else { throw FileError("delete", path) }
        return false
    }

    /// - Parameters: the paths of cache files; the folder of the new one is made.
    /// - Throws: `FileError`, `LinkInCacheTree`.
    package func rename(_ former: String, to path: String) throws {
        let from = try FolderBelow(self, of: former)
        let to = try FolderBelow(self, of: path, making: true)
        guard renameat(from.descriptor, from.file, to.descriptor, to.file) == 0 else {
            throw FileError("rename", former)
        }
    }

    /// - Throws: `LinkInCacheTree` where anything of `.imagekit/` is a link: a run writes to what lies there, shards' states
    ///   and SQLite's journals among it.
    func checkOwnFiles() throws {
        for path in [privatePath] + entries(ofFolder: privatePath).map({ privatePath + "/" + $0 }) where isLink(path) {
            throw LinkInCacheTree(path: path)
        }
    }
}

/// A link stands where a run would write.
package struct LinkInCacheTree: Error, CustomStringConvertible {
    let path: String

    package var description: String {
        "\(path) is a link, and nothing is changed through one: put a folder or a file there"
    }
}

/// The folder of a cache file, open, with no link on the way to it.
private struct FolderBelow: ~Copyable {
    let descriptor: Int32
    /// The file's name in the folder.
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
                if isLink(folder) { throw LinkInCacheTree(path: folder) }
                throw FileError("open", folder, code: code)
            }
            descriptor = next
        }
        self.descriptor = descriptor
        file = SourceName.split(path).last
    }

    deinit { close(descriptor) }
}
