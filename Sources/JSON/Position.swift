/// A position in a text file, in the form of editors and `FILE:LINE:COLUMN`. Both numbers start at 1. A line ends at a
/// line feed, and a column is one Unicode scalar.
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
