import Registry

/// Django's database cache, which stores each key in a row of a table.
final class DatabaseCache: CacheConnection {
    private let database: any CacheTable
    private let name: String
    private let setting: DjangoCacheSetting
    /// The number of rows, including the added rows; nil before the rows are counted, and after a deletion.
    private var count: Int?

    init(_ database: any CacheTable, _ setting: DjangoCacheSetting) {
        self.database = database
        self.setting = setting
        name = database.identifier(setting.table)
    }

    func contains(_ key: String) throws -> Bool {
        try !known([key], "AND \"expires\" > \(database.expiry(after: 0))").isEmpty
    }

    func set(_ keys: [String], upTo limit: Int) throws {
        let known = try known(keys)
        let new = keys.filter { !known.contains($0) }
        let before = try new.isEmpty ? 0 : count ?? counted()
        let added = new.prefix(max(0, limit - before))
        let written = keys.filter { known.contains($0) } + added
        if !written.isEmpty {
            let rest = ", \(database.literal(StateValue.base64)), \(database.expiry(after: setting.timeout)))"
            let rows = written.map { "(\(database.literal($0))\(rest)" }.joined(separator: ", ")
            try database.run([
                "INSERT INTO \(name) (\"cache_key\", \"value\", \"expires\") VALUES \(rows) ON CONFLICT (\"cache_key\") "
                    + "DO UPDATE SET \"value\" = excluded.\"value\", \"expires\" = excluded.\"expires\""
            ])
        }
        if !new.isEmpty { count = before + added.count }
        if added.count < new.count {
            let left = new.count - added.count
            throw DjangoCacheError.full(database.location, maxEntries: setting.maxEntries, left: left)
        }
    }

    func delete(_ keys: [String]) throws {
        try database.run(["DELETE FROM \(name) WHERE \"cache_key\" IN (\(list(keys)))"])
        count = nil
    }

    /// The given keys that the table contains. Expired keys are included, because a new value for such a key adds no
    /// row.
    /// - Parameter condition: a further condition in SQL.
    private func known(_ keys: [String], _ condition: String = "") throws -> Set<String> {
        let query = "SELECT \"cache_key\" FROM \(name) WHERE \"cache_key\" IN (\(list(keys))) \(condition)"
        return Set(try database.texts(query))
    }

    /// The number of rows. Rows beyond `MAX_ENTRIES` are not counted, because this would take long in a large table.
    private func counted() throws -> Int {
        let query = "SELECT CAST(COUNT(*) AS TEXT) FROM (SELECT 1 FROM \(name) LIMIT \(setting.maxEntries)) AS counted"
        return try database.texts(query).first.flatMap { Int($0) } ?? 0
    }

    private func list(_ keys: [String]) -> String { keys.map(database.literal).joined(separator: ", ") }
}
