import ArgumentParser
import Files
import Operations

struct PruneCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "prune",
        abstract: "Deletes orphans: images whose source or generator was removed or whose spec has changed.",
        discussion: """
            Only deletes files that the state or the shape of their names identify as imagekit's, and the folders \
            that become empty. Refuses, with exit code 1 and without deleting anything, if the folder of a source \
            group is missing or more than half of the images would be deleted.
            """
    )

    @OptionGroup var registryOption: RegistryOption

    @Flag(name: [.customShort("n"), .long], help: "List what would be deleted, and delete nothing.")
    var dryRun = false

    @Option(help: ArgumentHelp("Only delete files older than this, such as 30d or 1h30m.", valueName: "age"))
    var olderThan: DurationArgument?

    @Flag(help: "Delete even if a source folder is missing or most images would be deleted.")
    var yes = false

    @OptionGroup var lock: LockOption

    func run() throws {
        var prune = Prune(try registryOption.load())
        prune.isDryRun = dryRun
        prune.olderThan = olderThan?.duration
        prune.skipsSafetyChecks = yes
        prune.patience = lock.patience
        try exitOnError {
            let files = try prune.run(SingleFileReport())
            if dryRun { for file in files { StandardStream.output.writeLine("would delete \(file.name)".oneLine) } }
            let bytes = files.reduce(0) { $0 + $1.bytes }
            let sentence = "\(counted(files.count, "file")), \(counted(bytes, "byte"))"
            if !files.isEmpty { StandardStream.error.writeLine("\(dryRun ? "would delete" : "deleted") \(sentence)") }
        }
    }
}
