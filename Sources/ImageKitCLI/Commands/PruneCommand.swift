import ArgumentParser
import Files
import Operations

struct PruneCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "prune",
        abstract: "Deletes orphans: images whose source or generator was removed or whose spec has changed.",
        discussion: """
            Deletes only files that imagekit made, according to the state or to the form of their names, and folders \
            that become empty. Deletes nothing and exits with 1 if a source folder is missing or cannot be read, if \
            the images of a source are unknown, or if more than half of the cache files would be deleted. If a Django \
            site shares the cache folder, deletes only files that imagekit made according to the state.
            """
    )

    @OptionGroup var registryOption: RegistryOption

    @Flag(name: [.customShort("n"), .long], help: "List the files that would be deleted, and delete nothing.")
    var dryRun = false

    @Option(help: ArgumentHelp("Delete only files older than this, such as 30d or 1h30m.", valueName: "age"))
    var olderThan: DurationArgument?

    @Flag(help: "In a folder shared with Django, also delete orphans that the site may have made.")
    var includeUnproven = false

    @Flag(
        help: ArgumentHelp(
            "Delete even if a source folder is missing or cannot be read, if the images of a source are unknown, or if "
                + "most cache files would be deleted."
        )
    )
    var yes = false

    @OptionGroup var lock: LockOption

    func run() async throws {
        var prune = Prune(try registryOption.load())
        prune.isDryRun = dryRun
        prune.olderThan = olderThan?.duration
        prune.includesUnproven = includeUnproven
        prune.skipsSafetyChecks = yes
        prune.patience = lock.patience
        let files = try await exitOnError { [prune] in try await prune.run(MessageReport()) }
        if dryRun { for file in files { StandardStream.output.writeLine("would delete \(file.name)".oneLine) } }
        let bytes = files.reduce(0) { $0 + $1.bytes }
        let sentence = "\(counted(files.count, "file")), \(counted(bytes, "byte"))"
        guard !files.isEmpty else { return }
        if dryRun {
            // The result of a dry run is the list of files, so standard output contains only this list.
            StandardStream.error.writeLine("would delete \(sentence)")
        } else {
            // Print the number on standard output, because it is the result of the command. A cron job can redirect
            // standard output to a log. Then cron sends a mail only about failures.
            StandardStream.output.writeLine("deleted \(sentence)")
        }
    }
}
