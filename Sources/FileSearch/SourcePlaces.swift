import Files

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Where sources and folders really are, links followed: the one answer to whether a name leads out of `MEDIA_ROOT`.
///
/// Sources come in byte order, so the folders on the way to the last one are kept: each folder is asked about once, and
/// a file alone only where it is a link.
package struct SourcePlaces {
    package struct Place {
        /// Where the link leads that leaves `MEDIA_ROOT`: a folder, or the file itself; nil for what is inside.
        package let outside: String?
        /// Whether it is a cache file, by whatever way.
        package let isCacheFile: Bool
    }

    private struct Folder {
        /// Its name with a slash behind it; the root's is empty.
        let prefix: String
        /// Without links.
        let path: String
        let outside: String?
    }

    /// Without links.
    private let root: String
    private let cacheFolder: CacheFolder?
    /// From the root down to the folder of the last source.
    private var folders: [Folder]

    /// - Parameter root: an absolute path without links.
    package init(root: String, cacheFolder: CacheFolder?) {
        self.root = root
        self.cacheFolder = cacheFolder
        folders = [Folder(prefix: "", path: root, outside: nil)]
    }

    /// - Parameters:
    ///   - source: a plain name below `MEDIA_ROOT`, of a file or of a folder.
    ///   - isLink: whether it is one itself.
    /// - Returns: nil, with an `errno`, where nothing is there.
    package mutating func place(of source: String, isLink: Bool) -> Place? {
        guard let folder = folder(of: source) else { return nil }
        guard isLink else {
            return Place(outside: folder.outside, isCacheFile: isCacheFile(folder.path))
        }
        guard let path = resolvedPath(folder.path + "/" + source.utf8Suffix(from: folder.prefix)) else { return nil }
        return Place(outside: outside(path, from: folder), isCacheFile: isCacheFile(path))
    }

    private mutating func folder(of source: String) -> Folder? {
        while folders.count > 1, !source.utf8.starts(with: folders[folders.count - 1].prefix.utf8) {
            folders.removeLast()
        }
        var rest = source.utf8.dropFirst(folders[folders.count - 1].prefix.utf8.count)
        while let slash = rest.firstIndex(of: UInt8(ascii: "/")) {
            guard let next = enter(String(Substring(rest[..<slash])), of: folders[folders.count - 1]) else {
                return nil
            }
            folders.append(next)
            rest = rest[rest.index(after: slash)...]
        }
        return folders[folders.count - 1]
    }

    private func enter(_ name: String, of parent: Folder) -> Folder? {
        let path = parent.path + "/" + name
        let prefix = parent.prefix + name + "/"
        var status = stat()
        guard lstat(path, &status) == 0 else { return nil }
        guard FileKind(status) == .symlink else {
            return Folder(prefix: prefix, path: path, outside: parent.outside)
        }
        guard let target = resolvedPath(path) else { return nil }
        return Folder(prefix: prefix, path: target, outside: outside(target, from: parent))
    }

    private func isCacheFile(_ path: String) -> Bool { cacheFolder?.contains(path) == true }

    /// - Parameter path: without links; where something in a folder leads.
    private func outside(_ path: String, from folder: Folder) -> String? {
        if isPath(path, in: root) { return nil }
        if let outside = folder.outside, isPath(path, in: outside) { return outside }
        return path
    }
}

extension String {
    /// What follows a prefix that the text begins with.
    fileprivate func utf8Suffix(from prefix: String) -> String {
        String(Substring(utf8.dropFirst(prefix.utf8.count)))
    }
}
