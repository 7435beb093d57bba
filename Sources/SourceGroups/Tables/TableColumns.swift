/// The columns of a table by their names. If two have the same name, the first one counts.
struct TableColumns {
    let count: Int
    /// The index of the column with the sources' names: `source`, otherwise the first.
    let source: Int
    private let indices: [String: Int]

    init(_ names: [String]) {
        count = names.count
        source = names.firstIndex(of: "source") ?? 0
        indices = Dictionary(names.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
    }

    func index(of column: String) -> Int? { indices[column] }
}
