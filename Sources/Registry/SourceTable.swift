import Files
import ImageSpecs

/// The sources of a list, a query or a program, with those of its columns that some spec asks for.
package struct SourceTable: Sendable {
    /// In byte order, each once.
    package let names: [String]
    private let columns: [String: Int]
    /// Row by row.
    private let cells: [FieldValue?]

    /// Names alone.
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

    package func contains(_ source: String) -> Bool { place(of: source) != nil }

    /// Nil where there is no such source or column, and where the cell is empty.
    package func value(of column: String, for source: String) -> FieldValue? {
        guard let column = columns[column], let row = place(of: source) else { return nil }
        return cells[row * columns.count + column]
    }

    private func place(of source: String) -> Int? {
        let place = names.partitioningIndex { !precedesInBytes($0, source) }
        return place < names.count && names[place].utf8.elementsEqual(source.utf8) ? place : nil
    }
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
