import Files
import GRDB

/// A site's SQLite database.
final class SQLiteTable: CacheTable {
    let location: String
    private let database: DatabaseQueue

    init(_ path: String) throws {
        location = path
        // Check whether the file exists, because SQLite would create a missing database.
        guard FileStamp(path: path) != nil else {
            throw DjangoCacheError.unusable(path, reason: "the database does not exist")
        }
        var configuration = Configuration()
        configuration.busyMode = .timeout(0.5)
        do {
            database = try DatabaseQueue(path: path, configuration: configuration)
        } catch {
            throw DjangoCacheError.unusable(path, reason: Self.reason(error))
        }
    }

    /// Returns an expression for a text in the form in which Django stores times, because the queries of Django compare
    /// these texts. Django writes the year 9999 for a key that never expires.
    func expiry(after seconds: Int?) -> String {
        seconds.map { "datetime('now', '+\($0) seconds')" } ?? "'9999-12-31 23:59:59'"
    }

    func run(_ commands: [String]) throws {
        try naming { try database.write { try $0.execute(sql: commands.joined(separator: ";\n")) } }
    }

    func texts(_ query: String) throws -> [String] {
        try naming { try database.read { try String.fetchAll($0, sql: query) } }
    }

    private func naming<T>(_ body: () throws -> T) throws -> T {
        do { return try body() } catch { throw DjangoCacheError.unusable(location, reason: Self.reason(error)) }
    }

    private static func reason(_ error: any Error) -> String { (error as? DatabaseError)?.message ?? "\(error)" }
}
