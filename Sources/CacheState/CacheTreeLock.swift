import Files

/// Holds the lock of a cache folder: one run at a time writes there, or shards side by side. The kernel lets it go where
/// the process ends before it is released.
///
/// Shards share the folder's lock, and each has one of its own against itself.
package struct CacheTreeLock {
    private let folder: FileLock
    private let shard: FileLock?

    /// - Parameters:
    ///   - create: makes the folder and the locks where they are not there.
    ///   - waiting: called before waiting for another run; nil gives up instead.
    /// - Returns: nil where there is no lock and none is to be made.
    /// - Throws: `CacheTreeBusy` where another run holds it and nobody waits; `LinkInCacheTree`; `FileError`.
    package static func take(_ tree: CacheTree, create: Bool, waiting: (() -> Void)?) throws -> CacheTreeLock? {
        try tree.checkOwnFiles()
        if create { try makeFolder(tree.privatePath) }
        func take(_ path: String, shared: Bool = false) throws -> FileLock? {
            do {
                return try FileLock.take(path, shared: shared, create: create, waiting: waiting)
            } catch is FileLock.Busy {
                throw CacheTreeBusy(path: tree.path)
            }
        }
        guard let shard = tree.shard else {
            return try take(tree.lockPath).map { CacheTreeLock(folder: $0, shard: nil) }
        }
        // Whoever opens a shard's lock holds the folder's: who has that alone may remove it.
        guard let folder = try take(tree.lockPath, shared: true), let own = try take(tree.lockPath(of: shard)) else {
            return nil
        }
        return CacheTreeLock(folder: folder, shard: own)
    }

    /// Lets others in: nothing may be written from here on, so whatever is open of the folder is closed before.
    package func release() {
        shard?.release()
        folder.release()
    }

    private init(folder: FileLock, shard: FileLock?) {
        self.folder = folder
        self.shard = shard
    }
}

/// Another run is at work in the cache folder.
package struct CacheTreeBusy: Error, CustomStringConvertible {
    let path: String

    package var description: String { "another run is at work in \(path)" }
}
