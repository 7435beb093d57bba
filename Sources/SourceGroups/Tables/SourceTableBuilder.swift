import Files
import ImageSpecs
import Registry

/// Collects the rows of a table. Only the columns that specs use are kept.
struct SourceTableBuilder {
    private let columns: [String]
    private var names: [String] = []
    private var cells: [FieldValue?] = []

    /// - Parameter columns: the names of the columns to keep.
    init(columns: Set<String>) { self.columns = columns.sorted(by: precedesInBytes) }

    /// - Parameters:
    ///   - source: the name of the source. A row without a name is skipped.
    ///   - value: returns the value of a column by its name.
    mutating func add(_ source: String?, _ value: (String) -> FieldValue?) {
        guard let source, !source.isEmpty else { return }
        names.append(source)
        for column in columns { cells.append(value(column)) }
    }

    /// Returns the table. If a source has several rows, only its first row is used.
    func table() -> SourceTable {
        guard !columns.isEmpty else { return SourceTable(names: names) }
        let rows = names.indices.sorted { left, right in
            precedesInBytes(names[left], names[right])
                || left < right && !precedesInBytes(names[right], names[left])
        }
        var (sorted, kept): ([String], [FieldValue?]) = ([], [])
        for row in rows where sorted.last?.utf8.elementsEqual(names[row].utf8) != true {
            sorted.append(names[row])
            kept += cells[row * columns.count..<(row + 1) * columns.count]
        }
        let indices = Dictionary(uniqueKeysWithValues: columns.enumerated().map { ($1, $0) })
        return SourceTable(names: sorted, columns: indices, cells: kept)
    }
}
