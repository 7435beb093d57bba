import ArgumentParser
import CacheState
import Files
import Registry
import Workers

/// The options for the registry of a command.
struct RegistryOption: ParsableArguments {
    @Option(
        name: [.customShort("r"), .long],
        help: ArgumentHelp(
            "Path of the registry. Default: IMAGEKIT_REGISTRY, or else specs.json in the current folder or the nearest "
                + "parent folder.",
            valueName: "path"
        )
    )
    var registry: String?

    @Flag(
        name: .customLong("untrusted-registry"),
        help: ArgumentHelp(
            "Restrict the registry, because its author is not trusted: it reads only files in its folder, runs no program, "
                + "connects to no server, and only lowers limits."
        )
    )
    var isUntrusted = false

    func validate() throws {
        if registry?.isEmpty == true { throw ValidationError("--registry is empty: give the path of a file.") }
    }

    /// Reads the registry. If the registry has errors, prints one line for each error and exits with 65.
    /// - Parameters:
    ///   - isOptional: whether the command works without a registry. If true and no registry is found, the registry is
    ///     `{}` in the current folder.
    ///   - forNamesOnly: whether the command needs only the names of generators and images. If true, errors that do not
    ///     affect names are ignored.
    ///   - isThorough: whether the registry is also checked against this machine. It is an error if a file, a folder,
    ///     or a program that the registry names does not exist, or if the installed libvips does not support a format
    ///     with its save options. Only a warning is added if the variable of a database is not set, or if there are no
    ///     credentials for a bucket.
    ///   - limits: the options that override settings of the registry.
    ///   - sharedState: the bucket for states that the command line names. It overrides `IMAGEKIT_SHARED_STATE`.
    func load(
        isOptional: Bool = false,
        forNamesOnly: Bool = false,
        isThorough: Bool = false,
        _ limits: LimitOptions? = nil,
        sharedState: SettingAssignment? = nil
    ) throws -> Registry {
        do throws(RegistryError) {
            let loaded = try Registry.load(
                path: registry,
                isOptional: isOptional,
                forNamesOnly: forNamesOnly,
                isThorough: isThorough,
                isUntrusted: isUntrusted,
                environment: processEnvironment,
                overrides: (limits?.overrides ?? []) + [sharedState].compactMap(\.self)
            ) { query in
                try WorkerQuery.ask(query, environment: processEnvironment)
            }
            let (registry, warning) = loaded.withSupportedState()
            if let warning { StandardStream.error.report("warning", warning) }
            return registry
        } catch {
            for problem in error.problems {
                StandardStream.error.writeMessage((problem.hasLocation ? "" : "error: ") + "\(problem)")
            }
            throw ExitStatus.invalidRegistry.code
        }
    }
}
