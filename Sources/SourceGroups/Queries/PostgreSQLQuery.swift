import ImageSpecs
import PostgreSQL
import WorkerProtocol

/// Reads sources from a PostgreSQL database row by row, in a read-only transaction.
///
/// Messages name the variable that contains the address, but not the address itself, because an address can contain a
/// password.
func queryPostgreSQL(
    _ address: String?,
    of variable: String,
    _ query: String,
    into table: inout SourceTableBuilder
) throws {
    do {
        guard let address, !address.isEmpty else {
            throw PostgreSQLError("not set; set it to the database's address, postgresql://user@host/name")
        }
        let connection = try PostgreSQLConnection(address: address, LibPQ())
        try connection.run("BEGIN READ ONLY")
        try connection.run("SET LOCAL statement_timeout = '\(QueryError.timeLimit.components.seconds)s'")
        var names: TableColumns?
        try connection.rows(query) { row in
            let columns = names ?? TableColumns(row.columns)
            names = columns
            let value = { (index: Int) in
                row.isNull(index) ? nil : FieldValue(row.text(index), isBool: row.isBool(index))
            }
            try table.add(sourceName(value(columns.source))) { columns.index(of: $0).flatMap(value) }
        }
    } catch let error as PostgreSQLError {
        throw QueryError(database: variable, reason: error.reason, isMissingTable: error.isMissingTable)
    }
}

extension FieldValue {
    fileprivate init(_ text: String, isBool: Bool) {
        if isBool { self.init(.bool(text == "t")) } else { self.init(text: text) }
    }
}
