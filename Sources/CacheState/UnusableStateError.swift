import Files
import GRDB
import SystemPackage

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The state cannot be opened or written, and the reason is not its content: for example, the disk is full.
package struct UnusableStateError: Error, CustomStringConvertible {
    package let path: String
    /// The system's error; nil if it is unknown.
    package let code: Errno?
    let reason: String
    /// Whether another process has locked the state.
    let isLocked: Bool

    /// - Parameter systemError: the error of the last call that SQLite made; its value is 0 if the error is unknown.
    init(path: String, _ error: DatabaseError, systemError: Errno) {
        self.path = path
        isLocked = error.resultCode == .SQLITE_BUSY
        let words = error.message ?? "\(error.resultCode)"
        code =
            switch error.resultCode {
            case .SQLITE_FULL: .noSpace
            case .SQLITE_IOERR: systemError.rawValue == 0 ? .ioError : systemError
            case .SQLITE_CANTOPEN: systemError.rawValue == 0 ? nil : systemError
            case .SQLITE_READONLY where access(path, W_OK) != 0: .last
            default: nil
            }
        reason = code.map { "\($0) (\(words))" } ?? words
    }

    package var description: String {
        let remedy = code?.isLackOfDescriptors == true ? FileError.descriptorRemedy : ""
        return "cannot use the state \(path): \(reason)\(remedy)"
    }
}

extension DatabaseError {
    /// Whether the reason is not the database, so that a later attempt can succeed.
    /// - Parameter systemError: the error of the last call that SQLite made.
    func isTemporary(_ systemError: Errno) -> Bool {
        switch resultCode {
        case .SQLITE_BUSY, .SQLITE_NOMEM: true
        // If a folder is in place of the state, later attempts fail too.
        case .SQLITE_IOERR: systemError != .isDirectory
        case .SQLITE_CANTOPEN: systemError.isLackOfDescriptors
        default: false
        }
    }

    /// Whether the database itself is unusable, in contrast to a locked database or a full disk.
    var isCorruption: Bool {
        // SQLITE_ERROR is an error in a query. The queries of imagekit are valid for a complete schema, so this error
        // usually means that a table or a column is missing.
        [.SQLITE_CORRUPT, .SQLITE_NOTADB, .SQLITE_SCHEMA, .SQLITE_ERROR].contains(resultCode)
    }
}
