import ImageSpecs

/// A database that did not answer.
struct QueryFailure: Error, CustomStringConvertible {
    /// Its path, or the name of the variable with its address.
    let database: String
    let reason: String

    var description: String { "\(database): \(reason)" }
}

/// The name in the column of a query's row that has the sources; nil for NULL, which passes the row over.
func sourceName(_ value: FieldValue?) throws(SourceListMistake) -> String? {
    guard let value else { return nil }
    guard let name = value.text else {
        throw SourceListMistake(message: "the query's first column, or its column \"source\", has no names in it")
    }
    return name
}
