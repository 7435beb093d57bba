/// A position in a text file, as editors and `FILE:LINE:COLUMN` show it: both numbers start at 1. Lines are counted by
/// line feeds, columns by Unicode scalars.
package struct Position: Hashable, Comparable, Sendable, CustomStringConvertible {
    var line: Int
    var column: Int

    package static let start = Position(line: 1, column: 1)

    package static func < (left: Position, right: Position) -> Bool {
        (left.line, left.column) < (right.line, right.column)
    }

    /// `LINE:COLUMN`.
    package var description: String { "\(line):\(column)" }

    /// The position in words, for use inside a sentence.
    var inWords: String { "line \(line), column \(column)" }
}
