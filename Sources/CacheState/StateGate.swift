import Files

/// Coordinates the processes that write the state of a cache folder at the same time: a batch and single calls.
///
/// Their transactions exclude each other by SQLite's own locks. Checking, replacing, migrating, and sealing the file
/// need it for themselves: the first one who opens it does this, and the last one who closes it.
final class StateGate: Sendable {
    private let locks: RangeLocks

    /// - Returns: nil if the file system has no such locks.
    init?(_ tree: CacheTree) {
        guard let locks = try? RangeLocks(tree.claimsPath, create: true), (try? locks.take(ClaimsFile.writers)) != nil
        else { return nil }
        locks.release(ClaimsFile.writers)
        self.locks = locks
    }

    /// Waits until no other process opens or closes the state.
    /// - Returns: whether no other process has it open.
    func enter() throws -> Bool {
        if try locks.take(ClaimsFile.writers) { return true }
        if try !locks.take(ClaimsFile.writers, shared: true) {
            try LockWait(.atMost(.seconds(60))) {}?.take(nil) { try locks.take(ClaimsFile.writers, shared: true) }
        }
        // The other one can have closed it in the meantime.
        return try locks.take(ClaimsFile.writers)
    }

    /// Admits other processes.
    func share() throws { _ = try locks.take(ClaimsFile.writers, shared: true) }

    /// - Returns: whether no other process has the state open now. Others wait until this one leaves.
    func isLast() -> Bool { (try? locks.take(ClaimsFile.writers)) == true }

    func leave() { locks.release(ClaimsFile.writers) }
}
