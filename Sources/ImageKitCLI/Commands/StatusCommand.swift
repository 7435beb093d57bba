import ArgumentParser
import DjangoImport
import JSON
import Operations

struct StatusCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status",
        abstract: "Counts images that are fresh, missing, out of date, failed, and orphaned.",
        discussion: """
            Also counts fresh images that an earlier version made with a fault that is fixed now. generateimages \
            --outdated makes these images again. With --failed, lists the sources that failed in the last runs, and \
            the reasons. Writes nothing and exits with 0 for every result.
            """
    )

    @OptionGroup var registryOption: RegistryOption

    @Flag(help: "List each failed source with its generators, the error code, the reason, and the time.")
    var failed = false

    @Flag(help: "Print one JSON object.")
    var json = false

    func run() throws {
        let registry = try registryOption.load()
        if failed {
            let list = try exitOnError { try FailureList(registry) }
            for line in json ? [list.json.text] : list.lines { StandardStream.output.writeLine(line.oneLine) }
            return
        }
        let status = try exitOnError {
            try Status(registry, environment: processEnvironment) { report($0) }
        }
        if json {
            StandardStream.output.writeLine(status.json.text)
        } else {
            for line in status.lines { StandardStream.output.writeLine(line.oneLine) }
        }
    }
}

extension Status {
    fileprivate var json: JSONText {
        let generators = rows.map { row -> JSONText in
            [
                "generator": .string(row.generator), "fresh": .integer(row.fresh), "missing": .integer(row.missing),
                "out_of_date": .integer(row.outOfDate), "failed": .integer(row.failed),
                "outdated": .integer(row.outdated),
            ]
        }
        return [
            "generators": .array(generators),
            "orphaned": .object(omittingNil: [
                "files": .integer(orphans.files.count), "bytes": .integer(orphans.bytes),
                "unproven": orphans.unproven.isEmpty ? nil : .integer(orphans.unproven.count),
            ]),
        ]
    }

    private var outdatedLines: [String] {
        let count = rows.reduce(0) { $0 + $1.outdated }
        guard count > 0 else { return [] }
        return [
            "\(counted(count, "image")) from an earlier version can show faults that are fixed now: "
                + "imagekit generateimages --outdated makes them again"
        ]
    }

    private var unprovenLines: [String] {
        guard !orphans.unproven.isEmpty else { return [] }
        return [
            "possibly made by Django, so not counted as orphaned: \(counted(orphans.unproven.count, "file"))"
        ]
    }

    fileprivate var lines: [String] {
        rows.map { row in
            "\(row.generator): \(row.fresh) fresh, \(row.missing) missing, \(row.outOfDate) out of date, "
                + "\(row.failed) failed" + (row.outdated > 0 ? ", \(row.outdated) with fixed faults" : "")
        } + outdatedLines + ["orphaned: \(counted(orphans.files.count, "file")), \(counted(orphans.bytes, "byte"))"]
            + unprovenLines
    }
}
