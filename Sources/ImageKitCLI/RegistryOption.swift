import ArgumentParser
import Files
import Registry
import Workers

/// Which registry a command works with.
struct RegistryOption: ParsableArguments {
    @Option(
        name: [.customShort("r"), .long],
        help: ArgumentHelp(
            "The registry. Default: IMAGEKIT_REGISTRY, else specs.json here or in the nearest parent folder.",
            valueName: "path"
        )
    )
    var registry: String?

    /// Reads the registry. Prints every mistake in it, one a line, and exits with 65 if there are any.
    /// - Parameters:
    ///   - forNamesOnly: no image will be made, so mistakes that leave the names whole do not count.
    ///   - limits: options that override settings.
    func load(forNamesOnly: Bool = false, _ limits: LimitOptions? = nil) throws -> Registry {
        do throws(InvalidRegistry) {
            return try Registry.load(
                path: registry,
                forNamesOnly: forNamesOnly,
                environment: processEnvironment,
                overrides: limits?.overrides ?? []
            ) { query in
                try WorkerQuery.ask(query, environment: processEnvironment)
            }
        } catch {
            for problem in error.problems { StandardStream.error.writeLine(problem.description.oneLine) }
            throw ExitStatus.invalidRegistry.code
        }
    }
}
