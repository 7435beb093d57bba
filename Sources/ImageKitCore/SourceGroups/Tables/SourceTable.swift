import ImageSpecs

/// The sources of a list, a query or a program, with those of its columns that some spec asks for.
struct SourceTable: Sendable {
    /// In byte order, each once.
    let names: [String]
    private let columns: [String: Int]
    /// Row by row.
    private let cells: [FieldValue?]

    /// Names alone.
    init(names: [String]) {
        self.names = inByteOrder(names)
        columns = [:]
        cells = []
    }

    fileprivate init(names: [String], columns: [String: Int], cells: [FieldValue?]) {
        self.names = names
        self.columns = columns
        self.cells = cells
    }

    func contains(_ source: String) -> Bool { place(of: source) != nil }

    /// Nil where there is no such source or column, and where the cell is empty.
    func value(of column: String, for source: String) -> FieldValue? {
        guard let column = columns[column], let row = place(of: source) else { return nil }
        return cells[row * columns.count + column]
    }

    private func place(of source: String) -> Int? {
        let place = names.partitioningIndex { !precedesInBytes($0, source) }
        return place < names.count && names[place].utf8.elementsEqual(source.utf8) ? place : nil
    }
}

/// Takes the rows of a table as they come. What nobody asks for is not kept.
struct SourceTableBuilder {
    private let columns: [String]
    private var names: [String] = []
    private var cells: [FieldValue?] = []

    /// - Parameter columns: those that are asked for.
    init(columns: Set<String>) { self.columns = columns.sorted(by: precedesInBytes) }

    /// - Parameters:
    ///   - source: a row without a source's name is passed over.
    ///   - value: of a column by its name.
    mutating func add(_ source: String?, _ value: (String) -> FieldValue?) {
        guard let source, !source.isEmpty else { return }
        names.append(source)
        for column in columns { cells.append(value(column)) }
    }

    /// Of a source with several rows the first counts.
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
        let places = Dictionary(uniqueKeysWithValues: columns.enumerated().map { ($1, $0) })
        return SourceTable(names: sorted, columns: places, cells: kept)
    }
}

/// Sorted, each once.
func inByteOrder(_ names: [String]) -> [String] {
    var sorted: [String] = []
    sorted.reserveCapacity(names.count)
    for name in names.sorted(by: precedesInBytes) where sorted.last?.utf8.elementsEqual(name.utf8) != true {
        sorted.append(name)
    }
    return sorted
}

extension Array {
    /// The first place from which on `belongs` holds; it holds for no element before.
    fileprivate func partitioningIndex(where belongs: (Element) -> Bool) -> Int {
        var (low, high) = (0, count)
        while low < high {
            let middle = (low + high) / 2
            if belongs(self[middle]) { high = middle } else { low = middle + 1 }
        }
        return low
    }
}

/// What is wrong with a list of sources, with the line where it is known.
struct SourceListMistake: Error, CustomStringConvertible {
    var line: Int?
    let message: String

    var description: String { (line.map { "line \($0): " } ?? "") + message }
}
