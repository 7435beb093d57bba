import ArgumentParser
import JSON
import Planning
import Registry
import SourceGroups

struct ListCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "Lists generators with their source groups, numbers of sources, formats, and processors.",
        discussion: """
            Patterns match ids as in generateimages. A set has one line, with its sizes; --verbose and --json also list \
            its members. A member with "source" instead of a size has the width or the height of each source. Exits \
            with 1 if sources cannot be read.
            """
    )

    @Argument(help: ArgumentHelp("Ids of generators; * within a segment, ** across segments.", valueName: "pattern"))
    var patterns: [String] = []

    @Flag(name: .shortAndLong, help: "List the members of sets too.")
    var verbose = false

    @Flag(help: "Print JSON with the processors and options of each generator.")
    var json = false

    @OptionGroup var registryOption: RegistryOption

    func run() throws {
        let registry = try registryOption.load(forNamesOnly: true)
        var isComplete = true
        let listing = try exitOnError {
            try GeneratorListing(registry, patterns: patterns) { notice in
                if notice.kind == .failure { isComplete = false }
                report(notice)
            }
        }
        if json {
            let answer: JSONText = ["generators": .array(listing.rows.map(\.json))]
            StandardStream.output.writeLine(answer.text)
        } else {
            printTable(listing)
        }
        guard isComplete else { throw ExitStatus.incomplete.code }
    }

    private func printTable(_ listing: GeneratorListing) {
        let rows = listing.rows.flatMap { row in
            let steps = [row.processors.joined(separator: ", "), row.sizes.joined(separator: ", ")]
            let line = [
                row.id, row.isCanvas ? "canvas" : row.groups.isEmpty ? "-" : row.groups.joined(separator: ", "),
                row.isCanvas ? counted(1, "image") : counted(row.sources, "source"), row.format ?? "as the source",
                steps.filter { !$0.isEmpty }.joined(separator: ": "),
            ]
            let members = verbose && row.isSet ? row.generators : []
            return [line]
                + members.map { member in
                    ["  " + member.id, "", "", member.spec.format ?? "as the source", ""]
                }
        }
        for line in aligned(rows.map { $0.map(\.oneLine) }) { StandardStream.output.writeLine(line) }
    }

    /// Pads each column to the width of its widest cell.
    private func aligned(_ rows: [[String]]) -> [String] {
        let widths = (rows.first ?? []).indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
        return rows.map { row in
            let cells = zip(row, widths).map { cell, width in cell + String(repeating: " ", count: width - cell.count) }
            return cells.joined(separator: "  ").trimmingSpacesAtEnd
        }
    }
}

extension GeneratorListing.Row {
    fileprivate var json: JSONText {
        let members: JSONText? = isSet ? .array(generators.map { .object($0.json) }) : nil
        return .object(omittingNil: [
            "generator": .string(id), "source_groups": .array(groups.map { .string($0) }),
            "sources": isCanvas ? nil : .integer(sources), "members": members,
        ]).adding(isSet ? [] : Array(generators[0].json.dropFirst()))
    }
}

extension Generator {
    /// The id, the processors, the format, and the options, as a registry contains them.
    fileprivate var json: [JSONText.Member] {
        let processors = spec.processors.map { processor in
            JSONText.object([JSONText.Member(key: processor.name, value: JSONText(.dictionary(processor.given)))])
        }
        guard
            case .object(let members) = JSONText.object(omittingNil: [
                "generator": .string(id), "processors": .array(processors), "format": spec.format.map { .string($0) },
                "options": spec.options.map { JSONText(.dictionary($0)) },
            ])
        else { return [] }
        return members
    }
}

extension String {
    fileprivate var trimmingSpacesAtEnd: String {
        String(reversed().drop { $0 == " " }.reversed())
    }
}
