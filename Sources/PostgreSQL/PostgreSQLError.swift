/// The reason why a PostgreSQL database cannot be used.
package struct PostgreSQLError: Error {
    package let reason: String

    package init(_ reason: String) { self.reason = reason }
}
