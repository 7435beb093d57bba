import Files

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// Tells a walk where its own output is, so that no cache file ever becomes a source.
///
/// By its name, for it may be made while the walk is under way; and by what it is, for a link may lead to it.
package struct CacheFolder {
    let name: String
    /// Nil while the folder is not there.
    let identity: FileIdentity?
    private let path: String?

    /// - Parameters:
    ///   - name: relative to the root.
    ///   - root: an absolute path without links.
    package init(name: String, root: String) {
        self.name = name
        path = resolvedPath(root + "/" + name)
        var status = stat()
        identity = path.flatMap { stat($0, &status) == 0 ? FileIdentity(status) : nil }
    }

    func isNamed(_ name: String) -> Bool { name.utf8.elementsEqual(self.name.utf8) }

    /// Whether a path without links is in the folder.
    func contains(_ path: String) -> Bool {
        self.path.map { isPath(path, in: $0) } ?? false
    }

    /// Whether the folder is in another one, a path without links.
    func isIn(_ folder: String) -> Bool {
        path.map { isPath($0, in: folder) } ?? false
    }
}
