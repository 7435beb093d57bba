import Files

/// The locks that a process holds while it uses a cache folder. If the process ends early, the kernel releases the
/// locks.
///
/// Either one run of all sources or several shards can hold the lock of the folder. Each shard takes this lock as a
/// shared lock. The shard also takes an exclusive lock of its own, so that no shard runs twice at the same time. A
/// single call usually takes only the lock of the single calls.
package struct CacheTreeLock: Sendable {
    private let folder: FileLock?
    private let shard: FileLock?
    /// The lock of the single calls. A single call holds this lock as a shared lock, and a run with `excludingCalls`
    /// holds it as an exclusive lock. Nil for all other runs, and if the file system has no locks of bytes.
    private let calls: RangeLocks?

    /// - Parameters:
    ///   - create: whether the folder and the lock files are created if they do not exist.
    ///   - excludingCalls: whether single calls must wait until this lock is released.
    ///   - waiting: how to wait for another process, as in `FileLock.take`.
    /// - Returns: nil if `create` is false and a lock file does not exist or this user has no permission to open it.
    /// - Throws: `CacheTreeBusyError` if another process still holds the lock when the wait is over; the errors of
    ///   `checkOwnFiles`; `FileError`; `CancellationError`.
    package static func take(
        _ tree: CacheTree,
        create: Bool,
        excludingCalls: Bool = false,
        waiting: LockWait?
    ) throws -> CacheTreeLock? {
        try tree.checkOwnFiles()
        if create { try tree.makePrivateFolder() }
        let claims = usable(try claims(tree, create: create))
        let queue = claims.map { LockQueue($0, ClaimsFile.runQueue) }
        func take(_ path: String, shared: Bool = false, _ queue: LockQueue? = nil) throws -> FileLock? {
            try busy(tree) {
                let lock = try FileLock.take(path, shared: shared, create: create, queue: queue, waiting: waiting)
                if create, tree.isShared { shareWithGroup(path) }
                return lock
            }
        }
        guard let shard = tree.shard else {
            guard let folder = try take(tree.lockPath, queue) else { return nil }
            if excludingCalls, let claims { try busy(tree) { try takeCalls(claims, shared: false, waiting) } }
            return CacheTreeLock(folder: folder, shard: nil, calls: excludingCalls ? claims : nil)
        }
        // Take the folder's lock first. While a run holds it exclusively, no shard can hold its own lock, so the run
        // can delete the lock files of shards.
        guard let folder = try take(tree.lockPath, shared: true, queue), let own = try take(tree.lockPath(of: shard))
        else { return nil }
        return CacheTreeLock(folder: folder, shard: own, calls: nil)
    }

    /// Takes the lock of a single call. Creates the folder and the lock file if they do not exist.
    /// - Throws: the same errors as `take`.
    package static func takeForCall(_ tree: CacheTree, waiting: LockWait?) throws -> CacheTreeLock? {
        try tree.checkOwnFiles()
        try tree.makePrivateFolder()
        // If the file system has no locks of bytes, processes cannot claim images. In this case, take the lock of the
        // complete folder, so that no other process makes the same image.
        guard let claims = usable(try claims(tree, create: true)) else {
            return try take(tree, create: true, waiting: waiting)
        }
        // Even if the call must not wait, try for one second, because a batch holds the lock of the single calls for a
        // moment when it starts and when it ends.
        let waiting = waiting ?? LockWait(.atMost(.seconds(1))) {}
        try busy(tree) { try takeCalls(claims, shared: true, waiting) }
        return CacheTreeLock(folder: nil, shard: nil, calls: claims)
    }

    private static func takeCalls(_ claims: RangeLocks, shared: Bool, _ waiting: LockWait?) throws {
        let queue = LockQueue(claims, ClaimsFile.callQueue)
        if queue.isEmpty, try claims.take(ClaimsFile.calls, shared: shared) { return }
        guard let waiting else { throw LockWait.BusyError() }
        try waiting.take(queue) { try claims.take(ClaimsFile.calls, shared: shared) }
    }

    private static func claims(_ tree: CacheTree, create: Bool) throws(FileError) -> RangeLocks? {
        let claims = try RangeLocks(tree.claimsPath, create: create)
        if create, tree.isShared { shareWithGroup(tree.claimsPath) }
        return claims
    }

    /// Returns nil if the file system has no locks of bytes.
    private static func usable(_ locks: RangeLocks?) -> RangeLocks? {
        guard let locks, (try? locks.take(ClaimsFile.probe, shared: true)) == true else { return nil }
        return locks
    }

    private static func busy<T>(_ tree: CacheTree, _ body: () throws -> T) throws -> T {
        do {
            return try body()
        } catch is LockWait.BusyError {
            throw CacheTreeBusyError(path: tree.path)
        }
    }

    /// Releases the lock. The caller must first close all files in the folder, because another process can write to
    /// them after the release.
    package func release() {
        calls?.release(ClaimsFile.calls)
        shard?.release()
        folder?.release()
    }

    /// Whether no run has held the lock before.
    package var isNew: Bool { folder?.isNew ?? false && shard?.isNew ?? true }
}
