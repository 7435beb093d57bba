/// A valid registry: the images to make, and their sources.
package struct Registry: Sendable {
    /// The path of the top-level file. It can be relative to the current folder.
    package let path: String
    /// The absolute paths of the file and of all files that it includes.
    package var files: Set<String> = []
    package var settings: Settings
    package let sourceGroups: [String: SourceGroup]
    /// The generators in byte order of their ids, followed by the generators that a single-file command adds
    /// (`adding`).
    package let generators: GeneratorMap<Generator>
    /// Parts of the registry that work, but probably not as intended. Only `imagekit validate` prints these warnings.
    package let warnings: [RegistryProblem]

    package init(
        path: String,
        files: Set<String> = [],
        settings: Settings,
        sourceGroups: [String: SourceGroup],
        generators: some Sequence<Generator>,
        warnings: [RegistryProblem] = []
    ) {
        self.path = path
        self.files = files
        self.settings = settings
        self.sourceGroups = sourceGroups
        self.generators = GeneratorMap(generators)
        self.warnings = warnings
    }

    /// Returns the registry with the generators of a single-file command at the end, and the ids of these generators in
    /// order. These generators have no source groups.
    package func adding(_ requested: [Generator]) -> (registry: Registry, ids: [GeneratorID]) {
        let registry = Registry(
            path: path,
            files: files,
            settings: settings,
            sourceGroups: sourceGroups,
            generators: Array(generators) + requested
        )
        return (registry, registry.generators.ids.suffix(requested.count))
    }
}
