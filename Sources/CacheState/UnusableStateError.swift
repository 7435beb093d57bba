import Files
import GRDB

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The state cannot be opened or written, and the reason is not its content: for example, the disk is full.
package struct UnusableStateError: Error, CustomStringConvertible {
    package let path: String
    /// The system's error code; 0 if unknown.
    package let code: Int32
    let reason: String
    /// Whether another process uses the state.
    let isLocked: Bool

    /// - Parameter systemError: the `errno` of the last call that SQLite made; 0 if unknown.
    init(path: String, _ error: DatabaseError, systemError: Int32) {
        self.path = path
        isLocked = error.resultCode == .SQLITE_BUSY
        let words = error.message ?? "\(error.resultCode)"
        code =
            switch error.resultCode {
            case .SQLITE_FULL: ENOSPC
            case .SQLITE_IOERR: systemError == 0 ? EIO : systemError
            case .SQLITE_CANTOPEN: systemError
            case .SQLITE_READONLY where access(path, W_OK) != 0: errno
            default: 0
            }
        reason = code == 0 ? words : "\(SystemError(code: code).message) (\(words))"
    }

    package var description: String { "cannot use the state \(path): \(reason)" }
}

extension DatabaseError {
    /// Whether the database itself is unusable, in contrast to a locked database or a full disk.
    package var isCorruption: Bool {
        // SQLITE_ERROR is an error in a query. All queries are constants of imagekit, so this error means that a table
        // or a column is missing.
        [.SQLITE_CORRUPT, .SQLITE_NOTADB, .SQLITE_SCHEMA, .SQLITE_ERROR].contains(resultCode)
    }
}
