import ArgumentParser
import Operations
import Planning

/// The options of `invalidate` and `clear`. At least one pattern is required, so that a call without arguments discards
/// no image.
struct InvalidationOptions: ParsableArguments {
    @Argument(help: ArgumentHelp("Ids of generators; ** selects all.", valueName: "pattern"))
    var patterns: [String]

    @OptionGroup var registryOption: RegistryOption

    @Option(help: ArgumentHelp("Process only sources whose name matches this glob.", valueName: "glob"))
    var onlySource: String?

    @OptionGroup var lock: LockOption

    /// - Parameter done: the participle for the message, such as "deleted".
    func run(_ kind: Invalidation.Kind, done: String) async throws {
        let selection = Selection(patterns: patterns, onlySource: onlySource)
        var invalidation = Invalidation(kind, of: selection, registry: try registryOption.load())
        invalidation.patience = lock.patience
        let names = try await exitOnError { [invalidation] in try await invalidation.run(MessageReport()) }
        StandardStream.error.writeLine("\(done) \(counted(names.count, "file"))")
    }
}
