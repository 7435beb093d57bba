/// A table of a Markdown page.
package struct MarkdownTable: Sendable {
    let header: [String]
    let rows: [[String]]

    package init(_ header: [String], _ rows: [[String]]) {
        self.header = header
        self.rows = rows
    }

    package var text: String {
        ([line(header), "|" + String(repeating: "---|", count: header.count)] + rows.map(line))
            .map { $0 + "\n" }.joined()
    }

    /// Returns one row. Vertical bars in cells are escaped, because an unescaped bar starts another cell.
    private func line(_ cells: [String]) -> String {
        "|" + cells.map { $0.isEmpty ? " |" : " " + $0.replacing("|", with: "\\|") + " |" }.joined()
    }
}
