import WorkerProtocol

/// A connection to a database. It is closed when the object is deallocated.
package final class PostgreSQLConnection {
    private let libpq: LibPQ
    private let handle: OpaquePointer
    /// Texts that no message may contain.
    private let secrets: [String]

    /// - Parameter timeout: the time limit for connecting, in seconds. libpq waits at least two seconds. A
    ///   `connect_timeout` in the address overrides this limit.
    package init(address: String, _ libpq: LibPQ, timeout: Int = 10) throws(PostgreSQLError) {
        self.libpq = libpq
        // Do not use libpq's message about an invalid address, because it quotes parts of the address.
        guard let password = libpq.password(in: address), !address.hasUnescapedPassword else {
            throw PostgreSQLError(
                "not an address such as postgresql://user@host/name; in a password, / is written %2F and @ is %40"
            )
        }
        secrets = [address, password].filter { !$0.isEmpty }
        guard let handle = libpq.connect(to: address, timeout: timeout) else {
            throw PostgreSQLError("no memory for a connection")
        }
        self.handle = handle
        guard libpq.status(handle) == LibPQ.connectionOK else { throw error() }
        libpq.silenceNotices(handle)
        _ = libpq.setClientEncoding(handle, "UTF8")
    }

    deinit { libpq.finish(handle) }

    package struct Row {
        let libpq: LibPQ
        let result: OpaquePointer

        /// The names of the columns.
        package var columns: [String] {
            (0..<libpq.fieldCount(result)).map { libpq.fieldName(result, $0).map { String(cString: $0) } ?? "" }
        }
        package func isNull(_ column: Int) -> Bool { libpq.getIsNull(result, 0, Int32(column)) == 1 }
        package func isBool(_ column: Int) -> Bool { libpq.type(result, Int32(column)) == LibPQ.boolType }
        package func text(_ column: Int) -> String {
            libpq.getValue(result, 0, Int32(column)).map { String(cString: $0) } ?? ""
        }
    }

    package func run(_ command: String) throws(PostgreSQLError) {
        let result = libpq.execute(handle, command)
        defer { libpq.clear(result) }
        guard libpq.resultStatus(result) == LibPQ.commandOK else { throw error(result) }
    }

    package func rows(_ query: String, _ body: (Row) throws -> Void) throws {
        guard libpq.sendQuery(handle, query) == 1, libpq.setSingleRowMode(handle) == 1 else { throw error() }
        while let result = libpq.getResult(handle) {
            defer { libpq.clear(result) }
            switch libpq.resultStatus(result) {
            case LibPQ.singleTuple: try body(Row(libpq: libpq, result: result))
            case LibPQ.tuplesOK: break
            case LibPQ.emptyQuery, LibPQ.commandOK, LibPQ.copyOut:
                throw PostgreSQLError("the query gives no rows: start it with SELECT")
            default: throw error(result)
            }
        }
    }

    /// Returns the first line of the last error message of the connection.
    /// - Parameter result: the result of the command that failed, if there is one.
    private func error(_ result: LibPQ.Result? = nil) -> PostgreSQLError {
        let message = libpq.errorMessage(handle).map { String(cString: $0) } ?? ""
        let line = message.split(separator: "\n").first.map(String.init) ?? "the connection failed"
        var error = PostgreSQLError(line.withoutSecrets(secrets + EnvironmentSecrets.values))
        // 42P01 is the error code `undefined_table` of PostgreSQL.
        error.isMissingTable = libpq.errorField(result, LibPQ.stateField).map { String(cString: $0) } == "42P01"
        return error
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
