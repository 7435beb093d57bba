import Files

/// Coordinates the processes that write the state of a cache folder at the same time: a batch and single calls.
///
/// SQLite's own locks serialize the transactions of these processes. But while a process checks, replaces, migrates, or
/// seals the file, no other process may have the file open for writing. So the first process that opens the file for
/// writing checks, replaces, and migrates it, and the last process that closes the file seals it.
final class StateGate: Sendable {
    private let folder: String
    private let locks: RangeLocks
    private let patience: Duration

    /// - Parameter patience: how long `enter` waits for other processes.
    /// - Returns: nil if the file system has no locks of bytes, or if the file of the claims cannot be opened.
    init?(_ tree: CacheTree, patience: Duration = .seconds(60)) {
        guard let locks = try? RangeLocks(tree.claimsPath, create: true), (try? locks.take(ClaimsFile.writers)) != nil
        else { return nil }
        locks.release(ClaimsFile.writers)
        (folder, self.locks, self.patience) = (tree.path, locks, patience)
    }

    /// Waits until no other process is opening or closing the state.
    /// - Returns: whether no other process has the state open for writing. If true, other processes cannot open it for
    ///   writing until this process calls `share` or `leave`.
    /// - Throws: `CacheTreeBusyError` if the wait is over; `FileError`; `CancellationError`.
    func enter() throws -> Bool {
        if try locks.take(ClaimsFile.writers) { return true }
        if try !locks.take(ClaimsFile.writers, shared: true) {
            do {
                try LockWait(.atMost(patience)) {}?.take(nil) { try locks.take(ClaimsFile.writers, shared: true) }
            } catch is LockWait.BusyError {
                throw CacheTreeBusyError(path: folder)
            }
        }
        // Try the exclusive lock again, because another process can have closed the state during the wait.
        return try locks.take(ClaimsFile.writers)
    }

    /// Lets other processes open the state for writing.
    func share() throws { _ = try locks.take(ClaimsFile.writers, shared: true) }

    /// - Returns: whether no other process has the state open for writing. If true, other processes cannot open it for
    ///   writing until this process calls `leave`.
    func isLast() -> Bool { (try? locks.take(ClaimsFile.writers)) == true }

    func leave() { locks.release(ClaimsFile.writers) }
}
