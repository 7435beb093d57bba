import Files
import SystemPackage

/// Resolves the links of sources and folders. Only this type decides whether a name leads out of `MEDIA_ROOT`.
///
/// Callers pass the sources in byte order. So the resolver keeps only the folders on the path to the last source, and
/// still resolves each folder once. It resolves a file only if the file is a link.
package struct LinkResolver {
    /// Where the name of a source leads after all links are followed.
    package struct Location {
        /// If a link leads out of `MEDIA_ROOT`, the target of this link, which is a folder or the file itself. Nil if
        /// the file is inside `MEDIA_ROOT`.
        package let escapeTarget: String?
        /// Whether the file is in the cache folder after all links are followed, or a folder in its name contains a
        /// folder `.imagekit`, because such a folder is a cache folder too.
        package let isCacheFile: Bool
    }

    private struct Folder {
        /// The name followed by a slash; empty for the root.
        let prefix: String
        /// The path of the folder, without links.
        let path: String
        let escapeTarget: String?
        /// Whether this folder, or a folder above it and below `MEDIA_ROOT`, contains a folder `.imagekit`.
        let isOfCacheFiles: Bool
    }

    /// The path of `MEDIA_ROOT`, without links.
    private let root: String
    private let cacheFolder: CacheFolder?
    /// The folders from the root to the folder of the last source.
    private var folders: [Folder]

    /// - Parameter root: an absolute path without links.
    package init(root: String, cacheFolder: CacheFolder?) {
        self.root = root
        self.cacheFolder = cacheFolder
        folders = [Folder(prefix: "", path: root, escapeTarget: nil, isOfCacheFiles: false)]
    }

    /// - Parameters:
    ///   - source: the normalized name of a file or a folder, relative to `MEDIA_ROOT`.
    ///   - isLink: whether the file or the folder itself is a link.
    /// - Returns: nil if a folder in the name does not exist, or if a link cannot be followed; the reason is then in
    ///   `Errno.last`.
    package mutating func location(of source: String, isLink: Bool) -> Location? {
        guard let folder = folder(of: source) else { return nil }
        guard isLink else {
            return Location(escapeTarget: folder.escapeTarget, isCacheFile: isCacheFile(folder.path, in: folder))
        }
        guard let path = resolvedPath(folder.path + "/" + source.utf8Suffix(from: folder.prefix)) else { return nil }
        return Location(escapeTarget: escapeTarget(path, from: folder), isCacheFile: isCacheFile(path, in: folder))
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
        guard let status = try? Stat(path, followTargetSymlink: false) else { return nil }
        var (target, escape) = (path, parent.escapeTarget)
        if status.type == .symbolicLink {
            guard let resolved = resolvedPath(path) else { return nil }
            (target, escape) = (resolved, escapeTarget(resolved, from: parent))
        }
        return Folder(
            prefix: prefix,
            path: target,
            escapeTarget: escape,
            isOfCacheFiles: parent.isOfCacheFiles || hasPrivateFolder(target)
        )
    }

    /// Whether a folder contains a folder `.imagekit`. The result is false for `MEDIA_ROOT`, which can contain one
    /// without being a cache folder, because `.imagekit` can be next to the registry.
    private func hasPrivateFolder(_ path: String) -> Bool {
        path != root && (try? Stat(path + "/" + PrivateFolder.name, followTargetSymlink: false))?.type == .directory
    }

    private func isCacheFile(_ path: String, in folder: Folder) -> Bool {
        folder.isOfCacheFiles || cacheFolder?.contains(path) == true
    }

    /// - Parameter path: the resolved path of an entry of the folder.
    private func escapeTarget(_ path: String, from folder: Folder) -> String? {
        if isPath(path, in: root) { return nil }
        if let escapeTarget = folder.escapeTarget, isPath(path, in: escapeTarget) { return escapeTarget }
        return path
    }
}

extension String {
    /// The part of the text after `prefix`. The text must start with `prefix`.
    fileprivate func utf8Suffix(from prefix: String) -> String {
        String(Substring(utf8.dropFirst(prefix.utf8.count)))
    }
}
