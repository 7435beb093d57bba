import ArgumentParser

/// Lists the ids for completion scripts. Unlike `list`, this command does not search for sources, so it is fast.
struct GeneratorIDsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "generator-ids",
        abstract: "Prints the ids of all sets and generators, one per line.",
        shouldDisplay: false
    )

    @OptionGroup var registryOption: RegistryOption

    func run() throws {
        let registry = try registryOption.load(forNamesOnly: true)
        for id in registry.sets + registry.generators.map(\.id) { StandardStream.output.writeLine(id.oneLine) }
    }
}
