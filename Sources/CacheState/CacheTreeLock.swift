import Files

/// The lock of a cache folder. Only one run at a time writes there, or several shards. The kernel releases the lock if
/// the process ends early.
///
/// Shards take the folder's lock as a shared lock. Each also takes an exclusive lock of its own, so that no shard runs
/// twice.
package struct CacheTreeLock {
    private let folder: FileLock
    private let shard: FileLock?

    /// - Parameters:
    ///   - create: creates the folder and the lock files if they do not exist.
    ///   - waiting: called before waiting for another run; nil gives up instead.
    /// - Returns: nil if the lock file does not exist and `create` is false.
    /// - Throws: `CacheTreeBusyError` if another run holds the lock and `waiting` is nil; `LinkInCacheTreeError`;
    ///   `FileError`.
    package static func take(_ tree: CacheTree, create: Bool, waiting: (() -> Void)?) throws -> CacheTreeLock? {
        try tree.checkOwnFiles()
        if create { try makeFolder(tree.privatePath) }
        func take(_ path: String, shared: Bool = false) throws -> FileLock? {
            do {
                return try FileLock.take(path, shared: shared, create: create, waiting: waiting)
            } catch is FileLock.BusyError {
                throw CacheTreeBusyError(path: tree.path)
            }
        }
        guard let shard = tree.shard else {
            return try take(tree.lockPath).map { CacheTreeLock(folder: $0, shard: nil) }
        }
        // Take the folder's lock first. Then a run that holds it exclusively can delete the lock files of shards,
        // because no shard can take its lock at that time.
        guard let folder = try take(tree.lockPath, shared: true), let own = try take(tree.lockPath(of: shard)) else {
            return nil
        }
        return CacheTreeLock(folder: folder, shard: own)
    }

    /// Releases the lock. Close all files in the folder before, because nothing may be written afterwards.
    package func release() {
        shard?.release()
        folder.release()
    }

    /// Whether no run has held the lock before.
    package var isNew: Bool { folder.isNew && shard?.isNew ?? true }

    private init(folder: FileLock, shard: FileLock?) {
        self.folder = folder
        self.shard = shard
    }
}

/// Another run holds the lock of the cache folder.
package struct CacheTreeBusyError: Error, CustomStringConvertible {
    let path: String

    package var description: String { "another run is using \(path)" }
}
