import ImageSpecs

/// A database query that failed.
struct QueryError: Error, CustomStringConvertible {
    /// The path of the database, or the name of the variable with its address.
    let database: String
    let reason: String

    /// Whether the table of the query does not exist, for example because a site was not migrated.
    var isMissingTable = false

    /// The time limit for a query of a source group.
    static let timeLimit = Duration.seconds(300)

    var description: String { "\(database): \(reason)" }
}

/// Returns the source name from a cell of the column with the names. Returns nil for NULL, so that the row is skipped.
func sourceName(_ value: FieldValue?) throws(SourceListError) -> String? {
    guard let value else { return nil }
    guard let name = value.text else {
        throw SourceListError(message: "the query's first column, or its column \"source\", contains no names")
    }
    return name
}
