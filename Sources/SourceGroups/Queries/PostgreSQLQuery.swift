import ImageSpecs
import WorkerProtocol

/// Reads sources from a PostgreSQL database row by row, in a read-only transaction.
///
/// Messages name the variable with the address and never the address itself.
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
        try connection.rows(query) { columns, row in
            let value = { (index: Int) in
                row.isNull(index) ? nil : FieldValue(row.text(index), isBool: row.isBool(index))
            }
            try table.add(sourceName(value(columns.source))) { columns.index(of: $0).flatMap(value) }
        }
    } catch let error as PostgreSQLError {
        throw QueryError(database: variable, reason: error.reason)
    }
}

struct PostgreSQLError: Error {
    let reason: String

    init(_ reason: String) { self.reason = reason }
}

extension FieldValue {
    fileprivate init(_ text: String, isBool: Bool) {
        if isBool { self.init(.bool(text == "t")) } else { self.init(text: text) }
    }
}

extension String {
    /// Whether the password of an address has an unescaped delimiter. The rest of such a password would be parsed as a
    /// host or a port, and would appear in messages.
    fileprivate var hasUnescapedPassword: Bool {
        guard let scheme = firstRange(of: "://"),
            let at = self[scheme.upperBound...].prefix(while: { $0 != "?" }).lastIndex(of: "@")
        else { return false }
        return self[scheme.upperBound..<at].contains { $0 == "/" || $0 == "@" }
    }
}

/// A connection to a database. It is closed when the object is deallocated.
private final class PostgreSQLConnection {
    private let libpq: LibPQ
    private let handle: OpaquePointer
    /// Texts that no message may contain.
    private let secrets: [String]

    init(address: String, _ libpq: LibPQ) throws(PostgreSQLError) {
        self.libpq = libpq
        // Do not use libpq's message about an invalid address, because it quotes parts of the address.
        guard let password = libpq.password(in: address), !address.hasUnescapedPassword else {
            throw PostgreSQLError(
                "not an address such as postgresql://user@host/name; in a password, / is written %2F and @ is %40"
            )
        }
        secrets = [address, password].filter { !$0.isEmpty }
        guard let handle = libpq.connect(to: address) else { throw PostgreSQLError("no memory for a connection") }
        self.handle = handle
        guard libpq.status(handle) == LibPQ.connectionOK else { throw error() }
        libpq.silenceNotices(handle)
        _ = libpq.setClientEncoding(handle, "UTF8")
    }

    deinit { libpq.finish(handle) }

    struct Row {
        let libpq: LibPQ
        let result: OpaquePointer

        func isNull(_ column: Int) -> Bool { libpq.getIsNull(result, 0, Int32(column)) == 1 }
        func isBool(_ column: Int) -> Bool { libpq.type(result, Int32(column)) == LibPQ.boolType }
        func text(_ column: Int) -> String {
            libpq.getValue(result, 0, Int32(column)).map { String(cString: $0) } ?? ""
        }
    }

    func run(_ command: String) throws(PostgreSQLError) {
        let result = libpq.execute(handle, command)
        defer { libpq.clear(result) }
        guard libpq.resultStatus(result) == LibPQ.commandOK else { throw error() }
    }

    func rows(_ query: String, _ body: (TableColumns, Row) throws -> Void) throws {
        guard libpq.sendQuery(handle, query) == 1, libpq.setSingleRowMode(handle) == 1 else { throw error() }
        var columns: TableColumns?
        while let result = libpq.getResult(handle) {
            defer { libpq.clear(result) }
            switch libpq.resultStatus(result) {
            case LibPQ.singleTuple:
                let names = columns ?? TableColumns(self.columns(of: result))
                columns = names
                try body(names, Row(libpq: libpq, result: result))
            case LibPQ.tuplesOK: break
            case LibPQ.commandOK: throw PostgreSQLError("the query gives no rows: start it with SELECT")
            default: throw error()
            }
        }
    }

    private func columns(of result: OpaquePointer) -> [String] {
        (0..<libpq.fieldCount(result)).map { libpq.fieldName(result, $0).map { String(cString: $0) } ?? "" }
    }

    /// The first line of the last error message of the connection.
    private func error() -> PostgreSQLError {
        let message = libpq.errorMessage(handle).map { String(cString: $0) } ?? ""
        let line = message.split(separator: "\n").first.map(String.init) ?? "the connection failed"
        return PostgreSQLError(line.withoutSecrets(secrets + EnvironmentSecrets.values))
    }
}
