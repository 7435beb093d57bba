import Files
import FileSearch
import ImageSpecs

/// Which images to make from which folders: a registry that was read and is valid.
package struct Registry: Sendable {
    /// The path of the file as given.
    package let path: String
    /// The absolute paths of the file and of all files that it includes.
    package var files: Set<String> = []
    package let settings: Settings
    package let sourceGroups: [String: SourceGroup]
    /// In byte order of their ids.
    package let generators: GeneratorMap<Generator>

    package init(
        path: String,
        files: Set<String> = [],
        settings: Settings,
        sourceGroups: [String: SourceGroup],
        generators: some Sequence<Generator>
    ) {
        self.path = path
        self.files = files
        self.settings = settings
        self.sourceGroups = sourceGroups
        self.generators = GeneratorMap(generators)
    }

    /// Returns the registry with generators of single calls, which have no source groups, and their ids in order.
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

/// A named way to make an image from a source.
package struct Generator: Sendable {
    package let id: String
    package let spec: ImageSpec
    /// The source groups it processes; empty if it serves only single-file commands or has a canvas.
    package let groups: [String]
    /// The absolute path of the folder of the top-level registry, the base of relative paths in the spec.
    package let folder: String
    /// Nil uses the setting.
    package let strategy: CacheFileStrategy?
    /// Nil uses the setting.
    package var namer: Namer?

    /// Whether its only image is made from a canvas.
    package var isCanvas: Bool { spec.extensions.canvas != nil }

    package static let keys = ["source", "cachefile_strategy", "cachefile_namer"] + SpecReader.keys
}

/// A named set of sources.
package struct SourceGroup: Sendable {
    package let name: String
    package let members: Members
    /// Whether its sources may be outside `MEDIA_ROOT`, where symbolic links lead.
    package var followsOutside = false

    package init(name: String, members: Members, followsOutside: Bool = false) {
        self.name = name
        self.members = members
        self.followsOutside = followsOutside
    }

    package enum Members: Sendable {
        case glob(include: [Glob], exclude: [Glob])
        /// Names relative to `MEDIA_ROOT`, in byte order and without duplicates.
        case files([String])
        /// A file with one name per line: its absolute path, or nil for standard input.
        case list(path: String?)
        /// The result of a list, a query, or a program.
        case table(SourceTable)
        /// The database's absolute path.
        case sqlite(path: String, query: String)
        /// The environment variable with the database's address, and its value.
        case postgresql(variable: String, address: String?, query: String)
        /// A program with its arguments, run in the folder.
        case command([String], folder: String)
    }
}
