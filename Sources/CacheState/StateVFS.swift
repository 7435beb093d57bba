import GRDBSQLite
import Synchronization

/// Opens databases on file systems without the locks that SQLite needs.
enum StateVFS {
    private static let mutex = Mutex(())

    /// Opens a database without SQLite's own locks, because the file system does not support them. Only the lock of the
    /// cache folder excludes other processes.
    static func withoutLocks<T>(_ open: () throws -> T) rethrows -> T {
        // GRDB has no parameter for the VFS of a connection. A connection keeps the VFS that is the default when the
        // connection is opened. So change the default for the duration of `open`.
        try mutex.withLock { _ in
            guard let none = sqlite3_vfs_find("unix-none") else { return try open() }
            let usual = sqlite3_vfs_find(nil)
            sqlite3_vfs_register(none, 1)
            defer { sqlite3_vfs_register(usual, 1) }
            return try open()
        }
    }
}
