import ImageSpecs
import Testing

@testable import SourceGroups

struct CSVTests {
    private func cells(_ text: String) throws -> [[String]] {
        var reader = CSVReader(Array(text.utf8))
        var rows: [[String]] = []
        while let row = try reader.next() { rows.append(row.cells) }
        return rows
    }

    @Test func readsCommasQuotesAndLineBreaksInCells() throws {
        let text = "\u{FEFF}a,b\r\n\"x,y\",\"say \"\"hi\"\"\"\n\n\"two\nlines\",\n,last"
        #expect(try cells(text) == [["a", "b"], ["x,y", "say \"hi\""], ["two\nlines", ""], ["", "last"]])
    }

    @Test(arguments: [("a\n\"b\nc", 2), ("a\n\n\"b\" c", 3)]) func reportsTheLineOfAMistake(text: String, line: Int) {
        let mistake = #expect(throws: SourceListError.self) { try cells(text) }
        #expect(mistake?.line == line)
    }

    @Test func firstRowOfASourceCounts() throws {
        var rows = SourceTableBuilder(columns: ["w"])
        try readCSV(Array("name,w,h\nb,1,9\na,2,9\nb,3,9\n,4,9\n".utf8), into: &rows)
        let table = rows.table()
        #expect(table.names == ["a", "b"])
        #expect(table.value(of: "w", for: "b") == FieldValue(text: "1"))
        // The table has no values of a column that was not requested.
        #expect(table.value(of: "h", for: "b") == nil)
    }
}
