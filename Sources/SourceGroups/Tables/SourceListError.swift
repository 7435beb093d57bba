/// A mistake in a list of sources, with the line if it is known.
struct SourceListError: Error, CustomStringConvertible {
    package var line: Int?
    package let message: String

    package var description: String { (line.map { "line \($0): " } ?? "") + message }
}
