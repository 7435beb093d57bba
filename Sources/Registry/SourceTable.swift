import Files
import ImageSpecs

/// The sources of a list, a query, or a program, with the columns that specs use.
package struct SourceTable: Sendable {
    /// The names in byte order and without duplicates.
    package let names: [String]
    private let columns: [String: Int]
    /// The cells, row by row.
    private let cells: [FieldValue?]

    /// Creates a table without columns.
    package init(names: [String]) {
        self.names = inByteOrder(names)
        columns = [:]
        cells = []
    }

    package init(names: [String], columns: [String: Int], cells: [FieldValue?]) {
        self.names = names
        self.columns = columns
        self.cells = cells
    }

    /// Returns whether the table has a row for the source with this name.
    package func contains(_ source: String) -> Bool { index(of: source) != nil }

    /// Returns the value of a column. It is nil if there is no such source or column, or if the cell is empty.
    package func value(of column: String, for source: String) -> FieldValue? {
        guard let column = columns[column], let row = index(of: source) else { return nil }
        return cells[row * columns.count + column]
    }

    private func index(of source: String) -> Int? {
        let index = names.partitioningIndex { !precedesInBytes($0, source) }
        return index < names.count && names[index].utf8.elementsEqual(source.utf8) ? index : nil
    }
}

extension Array {
    /// Returns the index of the first element for which `belongs` is true; `count` if there is no such element.
    /// `belongs` must be true for all elements after the first such element.
    fileprivate func partitioningIndex(where belongs: (Element) -> Bool) -> Int {
        var (low, high) = (0, count)
        while low < high {
            let middle = (low + high) / 2
            if belongs(self[middle]) { high = middle } else { low = middle + 1 }
        }
        return low
    }
}
