/// The reason why a PostgreSQL database cannot be used.
package struct PostgreSQLError: Error {
    package let reason: String
    /// Whether the server reported that a table does not exist. This does not depend on the language of the messages.
    package var isMissingTable = false

    package init(_ reason: String) { self.reason = reason }
}
