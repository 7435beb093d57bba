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
    /// - Parameter forNamesOnly: no image will be made, so mistakes that leave the names whole do not count.
    func load(forNamesOnly: Bool = false) throws -> Registry {
        do throws(InvalidRegistry) {
            return try Registry.load(path: registry, forNamesOnly: forNamesOnly, environment: processEnvironment)
        } catch {
            for problem in error.problems { StandardStream.error.writeLine(problem.description.oneLine) }
            throw ExitStatus.invalidRegistry.code
        }
    }
}
