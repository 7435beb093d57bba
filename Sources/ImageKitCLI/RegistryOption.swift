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

    /// Reads the registry; prints every mistake in it, a line each, and exits with 65 where there are any.
    /// - Parameters:
    ///   - forNamesOnly: no image will be made, so mistakes that leave the names whole do not count.
    ///   - limits: of the command line, which stand before the settings.
    func load(forNamesOnly: Bool = false, _ limits: LimitOptions? = nil) throws -> Registry {
        do throws(InvalidRegistry) {
            // Whatever may stand in a variable of the environment.
            let environment = processEnvironment.merging(limits?.settings ?? [:]) { $1 }
            return try Registry.load(path: registry, forNamesOnly: forNamesOnly, environment: environment) { query in
                try WorkerQuery.ask(query, environment: environment)
            }
        } catch {
            for problem in error.problems { StandardStream.error.writeLine(problem.description.oneLine) }
            throw ExitStatus.invalidRegistry.code
        }
    }
}
