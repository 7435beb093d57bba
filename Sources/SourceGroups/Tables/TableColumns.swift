/// The columns of a table by their names. If two columns have the same name, the first one is used.
struct TableColumns {
    let count: Int
    /// The index of the column with the sources' names: the column `source`, or else the first column.
    let source: Int
    private let indices: [String: Int]

    init(_ names: [String]) {
        count = names.count
        source = names.firstIndex(of: "source") ?? 0
        indices = Dictionary(names.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
    }

    func index(of column: String) -> Int? { indices[column] }
}
