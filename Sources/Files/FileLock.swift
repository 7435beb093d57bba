import Synchronization

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// An advisory lock on a file (`flock`). On NFS, Linux forwards the lock to the server. The lock is held until it is
/// released.
///
/// On a file system without `flock`, a lock of the file's first byte replaces it. Without any locks, every process gets the
/// lock.
package final class FileLock {
    package typealias BusyError = LockWait.BusyError

    private let path: String
    private let descriptor: Int32
    /// Whether this call of `take` created the file. If true, no process has held the lock before.
    package let isNew: Bool
    /// The locks that replace `flock`.
    private let bytes = Mutex<RangeLocks?>(nil)

    /// - Parameters:
    ///   - shared: whether other processes may hold a shared lock at the same time.
    ///   - create: whether the file is created if it does not exist.
    ///   - queue: the queue of the processes that wait for the lock. If nil, they get the lock in any order.
    ///   - waiting: how to wait for another process; nil to throw instead.
    /// - Returns: nil if `create` is false and the file does not exist or cannot be opened.
    /// - Throws: `BusyError` if another process still holds the lock when the wait is over; `FileError`;
    ///   `CancellationError`.
    package static func take(
        _ path: String,
        shared: Bool,
        create: Bool,
        queue: LockQueue? = nil,
        waiting: LockWait?
    ) throws -> FileLock? {
        guard let lock = try open(path, create: create) else { return nil }
        // Do not take the lock while other processes are waiting for it, because they must get it first.
        if queue?.isEmpty ?? true, try lock.take(shared: shared) { return lock }
        guard let waiting else {
            // If the lock is shared, retry for two seconds, because a shard that ends takes the exclusive lock for a
            // moment.
            guard shared, try lock.isTaken(within: .seconds(2)) else { throw BusyError() }
            return lock
        }
        try waiting.take(queue) { try lock.take(shared: shared) }
        return lock
    }

    /// Whether any process holds an exclusive lock. Also returns true if this user cannot open the file, because it is
    /// then unknown whether it is locked.
    package static func isHeld(_ path: String) -> Bool {
        guard let lock = try? open(path, create: false) else { return access(path, F_OK) == 0 }
        return (try? lock.take(shared: true)) != true
    }

    private static func open(_ path: String, create: Bool) throws(FileError) -> FileLock? {
        // Use O_NONBLOCK, because opening a pipe would otherwise wait for another process.
        let flags = O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK
        if create {
            let created = systemOpen(path, O_RDWR | O_CREAT | O_EXCL | flags, 0o666)
            if created >= 0 { return FileLock(path, created, isNew: true) }
        }
        // NFS grants an exclusive lock only on a file that is open for writing.
        var descriptor = systemOpen(path, (create ? O_RDWR | O_CREAT : O_RDWR) | flags, 0o666)
        if descriptor < 0 && !create && (errno == EACCES || errno == EROFS) {
            descriptor = systemOpen(path, O_RDONLY | flags, 0)
        }
        guard descriptor >= 0 else {
            if !create && (errno == ENOENT || errno == EACCES) { return nil }
            throw FileError("open", path)
        }
        return FileLock(path, descriptor, isNew: false)
    }

    private static func systemOpen(_ path: String, _ flags: Int32, _ mode: mode_t) -> Int32 {
        #if canImport(Glibc)
            Glibc.open(path, flags, mode)
        #else
            Darwin.open(path, flags, mode)
        #endif
    }

    private func take(shared: Bool) throws(FileError) -> Bool {
        if flock(descriptor, (shared ? LOCK_SH : LOCK_EX) | LOCK_NB) == 0 { return true }
        let error = FileError("lock", path)
        if error.code == EWOULDBLOCK || error.code == EINTR { return false }
        guard error.isMissingSupport else { throw error }
        return try takeByte(shared: shared)
    }

    private func takeByte(shared: Bool) throws(FileError) -> Bool {
        let locks = try bytes.withLock { known throws(FileError) in
            if known == nil { known = try RangeLocks(path, create: false) }
            return known
        }
        do throws(FileError) {
            return try locks?.take(0, shared: shared) ?? true
        } catch {
            guard error.isMissingSupport else { throw error }
            return true
        }
    }

    private func isTaken(within time: Duration) throws(FileError) -> Bool {
        let end = ContinuousClock.now + time
        while ContinuousClock.now < end {
            if try take(shared: true) { return true }
            usleep(20_000)
        }
        return false
    }

    private init(_ path: String, _ descriptor: Int32, isNew: Bool) {
        self.path = path
        self.descriptor = descriptor
        self.isNew = isNew
        restrictToWriters(descriptor)
    }

    package func release() {
        _ = flock(descriptor, LOCK_UN)
        bytes.withLock { $0?.release(0) }
    }

    /// Whether the file system of a folder has no kind of locks. The folder can be missing.
    /// - Parameter path: the lock file, which can be missing too.
    package static func isUnsupported(_ path: String) -> Bool {
        var folder = Files.folder(ofFile: path)
        while access(folder, F_OK) != 0, folder != "/" { folder = Files.folder(ofFile: folder) }
        let descriptor = systemOpen(folder, O_RDONLY | O_CLOEXEC, 0)
        guard descriptor >= 0 else { return false }
        defer { close(descriptor) }
        if flock(descriptor, LOCK_SH | LOCK_NB) == 0 { return false }
        guard FileError("lock", folder).isMissingSupport else { return false }
        return RangeLocks.isUnsupported(in: folder, path)
    }

    deinit { close(descriptor) }
}
