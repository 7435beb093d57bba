import Files
import GRDB
import GRDBSQLite

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The rows of a query. The first column of the query is the name of a source, and the rows are in byte order of these
/// names. The first parameter of the query is the name to start with.
///
/// Columns are read directly from SQLite's buffers, because even a run that makes no image reads every row. Creating a
/// separate value for each column would take more time than the rest of such a run.
final class StateRows {
    private let statement: Statement
    private(set) var hasRow = false

    /// Prepares the query. `hasRow` is false until `start` is called.
    init(_ db: Database, sql: String) throws { statement = try db.makeStatement(sql: sql) }

    /// Starts or restarts the query.
    /// - Parameter arguments: the values of the query's parameters.
    func start(_ arguments: [String]) throws {
        sqlite3_reset(statement.sqliteStatement)
        // This value (`SQLITE_TRANSIENT`) makes SQLite copy the strings, because they are valid only during the call.
        let copying = unsafeBitCast(-1, to: sqlite3_destructor_type.self)
        for (index, argument) in arguments.enumerated() {
            sqlite3_bind_text(statement.sqliteStatement, Int32(index + 1), argument, -1, copying)
        }
        try advance()
    }

    func advance() throws {
        let code = sqlite3_step(statement.sqliteStatement)
        hasRow = code == SQLITE_ROW
        guard code == SQLITE_ROW || code == SQLITE_DONE else { throw DatabaseError(resultCode: .init(rawValue: code)) }
    }

    /// The number of skipped rows after which a restart of the query costs less than skipping more rows.
    private static let maxSkippedRows = 16

    /// Moves forward to the first row whose source is `name` or comes after `name`, which is a string in UTF-8.
    /// - Returns: whether the source of this row is `name`.
    func advance(to name: UnsafeBufferPointer<UInt8>) throws -> Bool {
        var passed = 0
        while hasRow {
            let own = bytes(0)
            let order =
                own.baseAddress.flatMap { left in
                    name.baseAddress.map { memcmp(left, $0, min(own.count, name.count)) }
                } ?? 0
            if order == 0 && own.count == name.count { return true }
            if order > 0 || (order == 0 && own.count > name.count) { return false }
            passed += 1
            if passed == Self.maxSkippedRows {
                try start([String(decoding: name, as: UTF8.self)])
            } else {
                try advance()
            }
        }
        return false
    }

    func integer(_ column: Int32) -> Int? {
        let value = sqlite3_column_int64(statement.sqliteStatement, column)
        // SQLite returns 0 for NULL, so check the type of a 0.
        if value == 0, sqlite3_column_type(statement.sqliteStatement, column) == SQLITE_NULL { return nil }
        return Int(value)
    }

    func text(_ column: Int32) -> String { String(decoding: bytes(column), as: UTF8.self) }

    func bytes(_ column: Int32, satisfy isRight: (UnsafeBufferPointer<UInt8>) -> Bool) -> Bool {
        isRight(bytes(column))
    }

    func digest(_ column: Int32) -> ContentDigest? { ContentDigest(bytes: bytes(column)) }

    /// The bytes of a column. They are valid until the query moves to another row.
    private func bytes(_ column: Int32) -> UnsafeBufferPointer<UInt8> {
        let start = sqlite3_column_blob(statement.sqliteStatement, column)
        let count = Int(sqlite3_column_bytes(statement.sqliteStatement, column))
        return UnsafeBufferPointer(start: start?.assumingMemoryBound(to: UInt8.self), count: start == nil ? 0 : count)
    }
}
