import GRDB

/// The values of a state can have any type, and GRDB's own subscripts end the process if a value cannot be converted.
extension Row {
    func text(_ column: Int) -> String? { String.fromDatabaseValue(self[column] as DatabaseValue) }

    func integer(_ column: Int) -> Int? { Int.fromDatabaseValue(self[column] as DatabaseValue) }
}
