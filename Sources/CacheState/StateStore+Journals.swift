import Foundation
import GRDB

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

extension StateStore {
    /// Calls a function that reads. Calls it again, for at most 10 seconds, while a journal prevents a read-only
    /// connection from reading. If this process cannot roll back the journal, throws the error immediately.
    ///
    /// SQLite must roll back the journal of a killed run before the state is read, and a read-only connection cannot do
    /// this. For a moment, SQLite can mistake the journal of a running process for such a journal: if the process has
    /// just ended its transaction, or if it has replaced the file and now writes to the new one.
    /// - Parameter read: a function without side effects.
    static func retryingWithJournal<T>(_ database: DatabaseQueue, _ read: () throws -> T) throws -> T {
        // Without locks, the journal of a running process cannot be distinguished from the journal of a killed process.
        func canRecover(_ path: String) -> Bool { access(path, W_OK) == 0 && ClaimsFile.hasLocks(beside: path) }
        let end = ContinuousClock.now + .seconds(10)
        while true {
            do {
                return try read()
            } catch let error as DatabaseError
                where error.extendedResultCode == .SQLITE_READONLY_ROLLBACK && canRecover(database.path) && .now < end
            {
                recoverJournal(database.path)
                usleep(10_000)
            }
        }
    }
}
