import GRDB

extension StateSchema {
    private static let columns = [
        "source": "name size modified changed inode digest images width height orientation",
        "cache_file":
            "source name naming state digest bytes width height format failure message output checked rendering renderer "
            + "made reason tries spent",
        "on_demand": "name source generator arguments",
        "renderer": "number imagekit libvips build library loader",
        "mentioned": "version",
        "failure": "source generator code message digest since",
    ]

    /// The triggers in the files of states before version 5.
    private static let formerTriggers = ["cache_file_written", "cache_file_forgotten"]

    /// Whether the schema of a database has an entry that no state has: a view, a trigger, a virtual table, a table
    /// with another name, or an index that a statement created. Some of these entries can execute statements when the
    /// state is read or written. Before version 5, the triggers in `formerTriggers` are allowed.
    static func isForeign(_ db: Database, version: Int) throws -> Bool {
        let tables = columns.keys.map { "'\($0)'" }.joined(separator: ", ")
        let triggers = version < 5 ? formerTriggers.map { "'\($0)'" }.joined(separator: ", ") : ""
        return try Int.fetchOne(
            db,
            sql: """
                SELECT 1 FROM sqlite_master WHERE NOT (
                    type = 'table' AND rootpage > 0 AND name IN (\(tables))
                    OR type = 'index' AND sql IS NULL
                    OR type = 'trigger' AND name IN (\(triggers))
                )
                """
        ) != nil
    }

    /// Whether the tables have exactly the columns of the current version, and no column is computed.
    static func isComplete(_ db: Database) throws -> Bool {
        try columns.allSatisfy { table, columns in
            let rows = try Row.fetchAll(db, sql: "SELECT name, hidden FROM pragma_table_xinfo('\(table)')")
            return rows.allSatisfy { $0.integer(1) == 0 }
                && rows.compactMap { $0.text(0) }.joined(separator: " ") == columns
        }
    }
}
