import ArgumentParser
import Operations
import Planning

/// What `invalidate` and `clear` share: a selection that must be named, for both take something back.
struct RevocationOptions: ParsableArguments {
    @Argument(help: ArgumentHelp("Ids of generators; ** for all.", valueName: "pattern"))
    var patterns: [String]

    @OptionGroup var registryOption: RegistryOption

    @Option(help: ArgumentHelp("Only sources whose name matches.", valueName: "glob"))
    var onlySource: String?

    @OptionGroup var lock: LockOption

    /// - Parameter done: what was done to so many files, in one word.
    func run(_ kind: Revocation.Kind, done: String) throws {
        let selection = Selection(patterns: patterns, onlySource: onlySource)
        var revocation = Revocation(kind, of: selection, registry: try registryOption.load())
        revocation.waitsForLock = lock.waits
        try endingOnError {
            let names = try revocation.run(SingleFileReport())
            StandardStream.error.writeLine("\(done) \(counted(names.count, "file"))")
        }
    }
}
