import ArgumentParser
import JSON
import Operations

struct StatusCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status",
        abstract: "Counts images that are fresh, missing, out of date, failed, and orphaned.",
        discussion: """
            Also counts fresh images that an earlier version made with a fault that is fixed now. generateimages \
            --outdated makes these images again. A set has one line; --verbose and --json also count the images of its \
            members. With --failed, lists the sources that failed in the last runs, and the reasons. With --queue, also \
            counts the bundles in a queue, and lists its dead letters: the bundles that no worker could finish. Writes \
            nothing. Exits with 1 if sources or the queue cannot be read. If sources cannot be read, orphans are not \
            counted.
            """
    )

    @OptionGroup var registryOption: RegistryOption

    @Flag(help: "List each failed source with its generators, the error code, the reason, and the time.")
    var failed = false

    @Option(
        help: ArgumentHelp(
            "Also show the queue of generateimages --enqueue at this address. env:NAME uses the address in a variable.",
            valueName: "address"
        ),
        transform: { try QueueArgument(argument: $0) }
    )
    var queue: QueueArgument?

    @Flag(name: .shortAndLong, help: "Count the images of the members of sets too.")
    var verbose = false

    @Flag(help: "Print one JSON object.")
    var json = false

    func validate() throws {
        if failed && queue != nil { throw ValidationError("--failed and --queue contradict each other: use only one.") }
    }

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
        let state = readQueue()
        if json {
            let queue = state.map { JSONText.Member(key: "queue", value: $0.json) }
            StandardStream.output.writeLine(status.json.adding([queue].compactMap(\.self)).text)
        } else {
            let lines = status.lines(listingMembers: verbose) + (state?.lines ?? [])
            for line in lines { StandardStream.output.writeLine(line.oneLine) }
        }
        if status.orphans == nil || (queue != nil && state == nil) { throw ExitStatus.incomplete.code }
    }
}

extension StatusCommand {
    /// Returns nil if no queue was given. If the queue cannot be read, prints the error and returns nil.
    private func readQueue() -> QueueStatus? {
        guard let queue else { return nil }
        do {
            return try QueueStatus(queue.address)
        } catch {
            reportEnd(error)
            return nil
        }
    }
}

extension Status {
    fileprivate var json: JSONText {
        .object(omittingNil: [
            "generators": .array(rows.map(\.json)), "orphaned": orphans?.json ?? .null,
            "errors": errors.isEmpty ? nil : .array(errors.map { .string($0) }),
        ])
    }

    private var outdatedLines: [String] {
        let count = rows.reduce(0) { $0 + $1.outdated }
        guard count > 0 else { return [] }
        return [
            "\(counted(count, "image")) from an earlier version can show faults that are fixed now: "
                + "imagekit generateimages --outdated makes them again"
        ]
    }

    private var orphanLines: [String] {
        guard let orphans else { return ["orphaned: not counted, because sources could not be read"] }
        let line = "orphaned: \(counted(orphans.files.count, "file")), \(counted(orphans.bytes, "byte"))"
        guard !orphans.unproven.isEmpty else { return [line] }
        return [
            line, "possibly made by Django, so not counted as orphaned: \(counted(orphans.unproven.count, "file"))",
        ]
    }

    fileprivate func lines(listingMembers: Bool) -> [String] {
        rows.flatMap { row in [row.line] + (listingMembers ? row.members.map { "  " + $0.line } : []) } + outdatedLines
            + orphanLines
    }
}

extension Orphans {
    fileprivate var json: JSONText {
        .object(omittingNil: [
            "files": .integer(files.count), "bytes": .integer(bytes),
            "unproven": unproven.isEmpty ? nil : .integer(unproven.count),
        ])
    }
}

extension Status.Row {
    fileprivate var json: JSONText {
        .object(omittingNil: [
            "generator": .string(generator), "fresh": .integer(fresh), "missing": .integer(missing),
            "out_of_date": .integer(outOfDate), "failed": .integer(failed), "outdated": .integer(outdated),
            "members": members.isEmpty ? nil : .array(members.map(\.json)),
        ])
    }

    fileprivate var line: String {
        "\(generator): \(fresh) fresh, \(missing) missing, \(outOfDate) out of date, \(failed) failed"
            + (outdated > 0 ? ", \(outdated) with fixed faults" : "")
    }
}
