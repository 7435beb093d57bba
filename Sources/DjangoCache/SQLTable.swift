import Registry

/// A database with the table of Django's database cache.
protocol CacheTable: AnyObject {
    /// Quotes a text as an SQL literal.
    func literal(_ text: String) -> String
    /// The SQL expression for a time in the column `expires`.
    /// - Parameter seconds: the time from now; nil for never.
    func expiry(after seconds: Int?) -> String
    /// Runs commands in one transaction.
    func run(_ commands: [String]) throws
    /// Returns the first column of each row.
    func texts(_ query: String) throws -> [String]
    /// The name of the database in messages.
    var location: String { get }
}

/// Django's database cache.
final class SQLTable: CacheConnection {
    private let database: any CacheTable
    private let name: String
    private let setting: DjangoCacheSetting

    init(_ database: any CacheTable, _ setting: DjangoCacheSetting) {
        self.database = database
        self.setting = setting
        name = "\"" + setting.table.replacing("\"", with: "\"\"") + "\""
    }

    func contains(_ key: String) throws -> Bool { try !known([key]).isEmpty }

    func set(_ keys: [String], always: Bool) throws {
        let known = try known(keys)
        let new = keys.filter { !known.contains($0) }
        let room = always ? new.count : setting.maxEntries - (try count())
        let added = new.prefix(max(0, room))
        let written = keys.filter { known.contains($0) } + added
        if !written.isEmpty {
            let rest = ", \(database.literal(StateValue.base64)), \(database.expiry(after: setting.timeout)))"
            let rows = written.map { "(\(database.literal($0))\(rest)" }.joined(separator: ", ")
            try database.run([
                "INSERT INTO \(name) (\"cache_key\", \"value\", \"expires\") VALUES \(rows) ON CONFLICT (\"cache_key\") "
                    + "DO UPDATE SET \"value\" = excluded.\"value\", \"expires\" = excluded.\"expires\""
            ])
        }
        if added.count < new.count {
            let left = new.count - added.count
            throw DjangoCacheError.full(database.location, maxEntries: setting.maxEntries, left: left)
        }
    }

    func delete(_ keys: [String]) throws {
        try database.run(["DELETE FROM \(name) WHERE \"cache_key\" IN (\(list(keys)))"])
    }

    /// The given keys that the table contains. Expired keys are included, because a new value replaces them.
    private func known(_ keys: [String]) throws -> Set<String> {
        Set(try database.texts("SELECT \"cache_key\" FROM \(name) WHERE \"cache_key\" IN (\(list(keys)))"))
    }

    private func count() throws -> Int {
        try database.texts("SELECT CAST(COUNT(*) AS TEXT) FROM \(name)").first.flatMap { Int($0) } ?? 0
    }

    private func list(_ keys: [String]) -> String { keys.map(database.literal).joined(separator: ", ") }
}
