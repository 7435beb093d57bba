import ArgumentParser
import Files
import Operations

struct PruneCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "prune",
        abstract: "Deletes images whose source or generator is gone or whose spec has changed.",
        discussion: """
            Only files that the state or the shape of their names prove to be imagekit's are deleted, and the folders \
            that they leave empty. Refuses, with exit code 1 and nothing deleted, where the folder of a source group \
            is missing or more than half of the images would go.
            """
    )

    @OptionGroup var registryOption: RegistryOption

    @Flag(name: [.customShort("n"), .long], help: "List what would be deleted, and delete nothing.")
    var dryRun = false

    @Option(help: ArgumentHelp("Only files that are older, such as 30d or 1h30m.", valueName: "age"))
    var olderThan: DurationArgument?

    @Flag(help: "Delete even where a folder of sources is missing or most images would go.")
    var yes = false

    @OptionGroup var lock: LockOption

    func run() throws {
        var prune = Prune(try registryOption.load())
        prune.isDryRun = dryRun
        prune.olderThan = olderThan?.duration
        prune.yes = yes
        prune.waitsForLock = lock.waits
        try endingOnError {
            let files = try prune.run(SingleFileReport())
            if dryRun { for file in files { StandardStream.output.writeLine("would delete \(file.name)".oneLine) } }
            let bytes = files.reduce(0) { $0 + $1.bytes }
            let sentence = "\(counted(files.count, "file")), \(counted(bytes, "byte"))"
            if !files.isEmpty { StandardStream.error.writeLine("\(dryRun ? "would delete" : "deleted") \(sentence)") }
        }
    }
}
