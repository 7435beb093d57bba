import ArgumentParser

struct ValidateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "validate",
        abstract: "Checks the registry and reports every mistake in it.",
        discussion: """
            Also checks that MEDIA_ROOT, the folders in globs, and the files and programs of source groups exist, and \
            that the installed libvips can write every format with its options. Exits with 65 if there are mistakes, \
            and prints each mistake on a line: FILE:LINE:COLUMN: path: mistake.
            """
    )

    @OptionGroup var registryOption: RegistryOption

    func run() throws {
        let registry = try registryOption.load(isThorough: true)
        for warning in registry.warnings { StandardStream.error.report("warning", warning) }
        let generators = counted(registry.generatorCount, "generator")
        let groups = counted(registry.sourceGroups.count, "source group")
        StandardStream.output.writeLine("\(registry.path): valid: \(generators), \(groups)".oneLine)
    }
}
