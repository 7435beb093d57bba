import ArgumentParser
import Planning

struct List: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Lists generators with their source groups, numbers of sources, formats, and processors.",
        discussion: "Patterns match ids as in generateimages."
    )

    @Argument(help: ArgumentHelp("Ids of generators; * within a segment, ** across segments.", valueName: "pattern"))
    var patterns: [String] = []

    @OptionGroup var registryOption: RegistryOption

    func run() throws {
        let registry = try registryOption.load(forNamesOnly: true)
        let listing = try exitOnError {
            try GeneratorListing(registry, patterns: patterns) { report($0) }
        }
        let rows = listing.rows.map { row in
            [
                row.id, row.isCanvas ? "canvas" : row.groups.isEmpty ? "-" : row.groups.joined(separator: ", "),
                row.isCanvas ? counted(1, "image") : counted(row.sources, "source"), row.format ?? "as the source",
                row.processors.joined(separator: ", "),
            ].map(\.oneLine)
        }
        for line in aligned(rows) { StandardStream.output.writeLine(line) }
    }

    /// Pads columns to the width of their widest cell.
    private func aligned(_ rows: [[String]]) -> [String] {
        let widths = (rows.first ?? []).indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
        return rows.map { row in
            let cells = zip(row, widths).map { cell, width in cell + String(repeating: " ", count: width - cell.count) }
            return cells.joined(separator: "  ").trimmingSpacesAtEnd
        }
    }
}

extension String {
    fileprivate var trimmingSpacesAtEnd: String {
        String(reversed().drop { $0 == " " }.reversed())
    }
}
