/// A mistake in a list of sources, with the line if it is known.
struct SourceListError: Error, CustomStringConvertible {
    var line: Int?
    let message: String

    var description: String { (line.map { "line \($0): " } ?? "") + message }
}
