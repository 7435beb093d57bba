import Files
import FileSearch
import ImageSpecs

/// A valid registry: the images to make, and their sources.
package struct Registry: Sendable {
    /// The path of the file, as the user gave it.
    package let path: String
    /// The absolute paths of the file and of all files that it includes.
    package var files: Set<String> = []
    package var settings: Settings
    package let sourceGroups: [String: SourceGroup]
    /// The generators in byte order of their ids.
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

    /// Returns the registry with the generators of single calls at the end, and the ids of these generators in order.
    /// The generators of single calls have no source groups.
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

/// A named way to make an image from a source or a canvas.
package struct Generator: Sendable {
    package let id: String
    package let spec: ImageSpec
    /// The source groups that the generator processes. The array is empty if only single-file commands use the
    /// generator, or if it has a canvas.
    package let groups: [String]
    /// The absolute path of the folder of the top-level registry. Relative paths in the spec are relative to this
    /// folder.
    package let folder: String
    /// The generator's own strategy. Nil stands for the strategy of the settings.
    package let strategy: CacheFileStrategy?
    /// The generator's own namer. Nil stands for the namer of the settings.
    package var namer: Namer?
    /// The role of the generator in its set; nil if the generator does not belong to a set.
    package var member: SetMember?
    package var presentation = Presentation()

    /// Whether the generator's only image is made from a canvas.
    package var isCanvas: Bool { spec.extensions.canvas != nil }

    package static let keys =
        ["source", "cachefile_strategy", "cachefile_namer", InheritedAttributes.key] + SetReader.keys
        + Presentation.keys + SpecReader.keys
}

/// A group of sources. Generators refer to the group by its name.
package struct SourceGroup: Sendable {
    package let name: String
    package let members: Members
    /// Whether symbolic links may lead to sources outside `MEDIA_ROOT`.
    package var followsOutside = false

    package init(name: String, members: Members, followsOutside: Bool = false) {
        self.name = name
        self.members = members
        self.followsOutside = followsOutside
    }

    /// The bucket with the sources; nil if they are in `MEDIA_ROOT`.
    package var bucket: BucketStorage? {
        if case .bucket(let bucket, _, _) = members { bucket } else { nil }
    }

    /// How the sources of a group are found.
    package enum Members: Sendable {
        case glob(include: [Glob], exclude: [Glob])
        /// Names relative to `MEDIA_ROOT`, in byte order and without duplicates.
        case files([String])
        /// A list of sources as lines, CSV, or JSON Lines. `path` is the absolute path of the file; nil stands for
        /// standard input.
        case list(path: String?)
        /// The result of a list, a query, or a program.
        case table(SourceTable)
        /// A query in a SQLite database. `path` is the absolute path of the database.
        case sqlite(path: String, query: String)
        /// A query in a PostgreSQL database. `address` is the value of the environment variable.
        case postgresql(variable: String, address: String?, query: String)
        /// The objects of a bucket. The globs match their names, which are relative to the prefix of the bucket.
        case bucket(BucketStorage, include: [Glob], exclude: [Glob])
        /// A program with its arguments. The program runs in `folder`.
        case command([String], folder: String)
    }
}
