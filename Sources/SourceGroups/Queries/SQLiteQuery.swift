import Files
import GRDB
import GRDBSQLite
import ImageSpecs

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Reads sources from an SQLite database, which is opened read-only.
/// - Parameter limit: the time limit for the query. Without a limit, a query could run forever.
func querySQLite(
    _ path: String,
    _ query: String,
    into table: inout SourceTableBuilder,
    limit: Duration = QueryError.timeLimit
) throws {
    // Check whether the file can be read, because SQLite's own error does not say why it cannot open a file.
    guard FileStamp(path: path) != nil, access(path, R_OK) == 0 else { throw FileError("read", path) }
    var configuration = Configuration()
    configuration.readonly = true
    configuration.busyMode = .timeout(10)
    var rows = table
    do {
        let database = try DatabaseQueue(path: path, configuration: configuration)
        let deadline = ContinuousClock.now + limit
        try database.read { db in
            let stop = QueryDeadline(deadline)
            stop.watch(db)
            defer { stop.unwatch(db) }
            let cursor = try Row.fetchCursor(db, sql: query)
            var columns: TableColumns?
            while let row = try cursor.next() {
                let names = columns ?? TableColumns(Array(row.columnNames))
                columns = names
                let value = { (index: Int) in FieldValue(row[index] as DatabaseValue) }
                try rows.add(sourceName(value(names.source))) { names.index(of: $0).flatMap(value) }
            }
        }
    } catch let error as DatabaseError where error.resultCode == .SQLITE_MISUSE {
        throw QueryError(database: path, reason: "the query must be exactly one statement: use one SELECT")
    } catch let error as DatabaseError where error.resultCode == .SQLITE_INTERRUPT {
        throw QueryError(database: path, reason: "the query takes longer than \(limit)")
    } catch let error as DatabaseError {
        let reason = error.message ?? "\(error.resultCode)"
        // SQLite has no error code for a missing table.
        throw QueryError(database: path, reason: reason, isMissingTable: reason.hasPrefix("no such table: "))
    }
    table = rows
}

/// Interrupts a query when its time is over.
private final class QueryDeadline {
    private let deadline: ContinuousClock.Instant

    init(_ deadline: ContinuousClock.Instant) { self.deadline = deadline }

    /// The number of SQLite's instructions between two checks of the time. These instructions take about a millisecond.
    private static let interval: Int32 = 10_000

    /// This object must exist until `unwatch` is called.
    func watch(_ db: Database) {
        let context = Unmanaged.passUnretained(self).toOpaque()
        sqlite3_progress_handler(
            db.sqliteConnection,
            Self.interval,
            { context in
                guard let context else { return 0 }
                let deadline = Unmanaged<QueryDeadline>.fromOpaque(context).takeUnretainedValue().deadline
                return deadline <= .now ? 1 : 0
            },
            context
        )
    }

    func unwatch(_ db: Database) { sqlite3_progress_handler(db.sqliteConnection, 0, nil, nil) }
}

extension FieldValue {
    /// Converts a value of SQLite. Returns nil for NULL.
    fileprivate init?(_ value: DatabaseValue) {
        switch value.storage {
        case .null: return nil
        // SQLite has no type for Booleans, so 0 and 1 can be numbers or Booleans.
        case .int64(let number) where number == 0 || number == 1: self.init(.integer(Int(number)), .bool(number == 1))
        case .int64(let number): self.init(.integer(Int(number)))
        case .double(let number): self.init(.double(number))
        case .string(let text): self.init(text: text)
        case .blob(let data): self.init(.string(String(decoding: data, as: UTF8.self)))
        }
    }
}
