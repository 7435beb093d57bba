import Files

/// A database with the table of Django's database cache.
protocol CacheTable: AnyObject {
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

extension CacheTable {
    /// Quotes a text as an SQL literal.
    func literal(_ text: String) -> String { "'" + text.replacing(scalar: "'", with: "''") + "'" }

    /// Quotes the name of a table as an SQL identifier.
    func identifier(_ name: String) -> String { "\"" + name.replacing(scalar: "\"", with: "\"\"") + "\"" }
}
