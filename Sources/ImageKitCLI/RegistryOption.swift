import ArgumentParser
import ImageKitCore

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
    func load() throws -> Registry {
        do throws(InvalidRegistry) {
            return try Registry.load(path: registry, environment: processEnvironment)
        } catch {
            for problem in error.problems { StandardStream.error.writeLine(problem.description.oneLine) }
            throw ExitStatus.invalidRegistry.code
        }
    }
}
