import Files
import SystemPackage

/// Identifies the cache folder during a walk, so that no cache file becomes a source.
///
/// A walk compares the name and the identity of each folder with those of the cache folder. The name is necessary
/// because a cache folder that is created during the walk has no known identity. The identity is necessary because a
/// link with another name can lead to the cache folder.
package struct CacheFolder {
    let name: String
    /// The identity of the folder at the start of the walk; nil if it did not exist.
    let identity: FileIdentity?
    private let path: String?

    /// - Parameters:
    ///   - name: the name of the folder relative to the root, or an absolute path if the folder is outside the root.
    ///   - root: the root of the walk, an absolute path without links.
    package init(name: String, root: String) {
        self.name = name
        path = resolvedPath(name.hasPrefix("/") ? name : root + "/" + name)
        identity = path.flatMap { try? Stat($0) }.map(FileIdentity.init)
    }

    func isNamed(_ name: String) -> Bool { name.utf8.elementsEqual(self.name.utf8) }

    /// Whether a path without links is in the folder.
    func contains(_ path: String) -> Bool {
        self.path.map { isPath(path, in: $0) } ?? false
    }

    /// Whether the cache folder is the folder with this name, or is below it.
    func isBelow(_ folder: String) -> Bool { isPath(name, in: folder) }
}
