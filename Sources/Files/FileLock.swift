import Synchronization
import SystemPackage

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// An advisory lock on a file (`flock`). On NFS, Linux forwards the lock to the server. The lock is held until
/// `release` is called or the object is deallocated.
///
/// On a file system without `flock`, the object locks the first byte of the file instead. If this is also not possible,
/// because the file system has no locks or this user cannot write to the file, every process gets the lock.
package final class FileLock: Sendable {
    /// Another process still holds the lock when the wait is over.
    package typealias BusyError = LockWait.BusyError

    private let path: String
    private let file: FileDescriptor
    /// Whether `take` created the file. If not, another process can have held the lock before.
    package let isNew: Bool
    /// The lock of the first byte, which replaces `flock`; nil until it is needed.
    private let bytes = Mutex<RangeLocks?>(nil)

    /// - Parameters:
    ///   - shared: whether other processes can hold a shared lock at the same time.
    ///   - create: whether the file is created if it does not exist.
    ///   - queue: the queue of the processes that wait for the lock. If nil, they get the lock in any order.
    ///   - waiting: how to wait for another process. If nil, an exclusive lock is tried once, and only if no other
    ///     process waits in the queue. A shared lock is tried for two seconds.
    /// - Returns: nil if `create` is false and the file does not exist, or if `create` is false and this user has no
    ///   permission to open the file.
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
        // Processes that wait in the queue get the lock first, so try the lock at once only if the queue is empty.
        if queue?.isEmpty ?? true, try lock.take(shared: shared) { return lock }
        guard let waiting else {
            // Another process can have the exclusive lock for only a moment, for example at the end of the run of a
            // shard. So try a shared lock for two seconds, even if other processes wait in the queue.
            guard shared, try lock.isTaken(within: .seconds(2)) else { throw BusyError() }
            return lock
        }
        try waiting.take(queue) { try lock.take(shared: shared) }
        return lock
    }

    /// Whether any process holds an exclusive lock. Also returns true if the file exists and cannot be opened, because
    /// it is then unknown whether the file is locked.
    package static func isHeld(_ path: String) -> Bool {
        guard let lock = try? open(path, create: false) else { return access(path, F_OK) == 0 }
        return (try? lock.take(shared: true)) != true
    }

    private static func open(_ path: String, create: Bool) throws(FileError) -> FileLock? {
        if create, let file = try? FileDescriptor.openLockFile(path, .readWrite, [.create, .exclusiveCreate]) {
            return FileLock(path, file, isNew: true)
        }
        do throws(FileError) {
            return FileLock(path, try openExisting(path, create: create), isNew: false)
        } catch {
            if !create && [.noSuchFileOrDirectory, .permissionDenied].contains(error.code) { return nil }
            throw error
        }
    }

    /// - Parameter create: whether the file is created again if another process has deleted it in the meantime.
    private static func openExisting(_ path: String, create: Bool) throws(FileError) -> FileDescriptor {
        try FileError.naming("open", path) {
            do {
                // NFS grants an exclusive lock only on a file that is open for writing. So first try to open the file
                // for reading and writing. If `create` is false and this user cannot write to the file, open it
                // read-only.
                return try .openLockFile(path, .readWrite, create ? .create : [])
            } catch let error as Errno where !create && [.permissionDenied, .readOnlyFileSystem].contains(error) {
                return try .openLockFile(path, .readOnly, [])
            }
        }
    }

    private func take(shared: Bool) throws(FileError) -> Bool {
        if flock(file.rawValue, (shared ? LOCK_SH : LOCK_EX) | LOCK_NB) == 0 { return true }
        let error = FileError("lock", path)
        if [.wouldBlock, .interrupted].contains(error.code) { return false }
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

    private init(_ path: String, _ file: FileDescriptor, isNew: Bool) {
        self.path = path
        self.file = file
        self.isNew = isNew
        file.restrictToWriters()
    }

    /// Releases the lock. The file stays open until the object is deallocated.
    package func release() {
        _ = flock(file.rawValue, LOCK_UN)
        bytes.withLock { $0?.release(0) }
    }

    /// Whether the file system of a lock file supports no kind of lock.
    /// - Parameter path: the path of the lock file. The file and its folder can be missing.
    package static func isUnsupported(_ path: String) -> Bool {
        var folder = Files.folder(ofFile: path)
        // If the working folder was deleted, a relative path stays relative, and its last folder is empty.
        while access(folder, F_OK) != 0, folder != "/", !folder.isEmpty { folder = Files.folder(ofFile: folder) }
        guard let file = try? FileDescriptor.open(folder, .readOnly, options: .closeOnExec) else { return false }
        defer { try? file.close() }
        if flock(file.rawValue, LOCK_SH | LOCK_NB) == 0 { return false }
        guard FileError("lock", folder).isMissingSupport else { return false }
        return RangeLocks.isUnsupported(in: folder, path)
    }

    deinit { try? file.close() }
}
