import ImageSpecs

/// Which images to make from which folders: a registry that has been read and found valid.
public struct Registry: Sendable {
    /// The path of the file as it was named.
    public let path: String
    /// Absolute paths of the file and of all that it includes.
    var files: Set<String> = []
    public let settings: Settings
    public let sourceGroups: [String: SourceGroup]
    /// In byte order of their ids.
    public let generators: [Generator]
}

/// A named way to make an image from a source.
public struct Generator: Sendable {
    public let id: String
    public let spec: ImageSpec
    /// The source groups it is run over; empty where it serves only single-file commands, or has a canvas.
    public let groups: [String]
    /// The folder of the top-level registry, an absolute path: where relative paths in the spec start.
    let folder: String
    /// nil takes the setting's.
    let strategy: CacheFileStrategy?
    /// nil takes the setting's.
    var namer: Namer?

    /// Whether its only image is made from a canvas.
    public var isCanvas: Bool { spec.extensions.canvas != nil }

    static let keys = ["source", "cachefile_strategy", "cachefile_namer"] + SpecReader.keys
}

/// A named set of sources.
public struct SourceGroup: Sendable {
    public let name: String
    let members: Members
    /// Whether its sources may lie outside `MEDIA_ROOT`, where symbolic links lead.
    var followsOutside = false

    enum Members: Sendable {
        case glob(include: [Glob], exclude: [Glob])
        /// Names relative to `MEDIA_ROOT`, in byte order, each once.
        case files([String])
        /// A file of names, one a line: its absolute path, or nil for standard input.
        case list(path: String?)
        /// What a list, a query or a program said.
        case table(SourceTable)
        /// The database's absolute path.
        case sqlite(path: String, query: String)
        /// The environment variable with the database's address, and what it holds.
        case postgresql(variable: String, address: String?, query: String)
        /// A program with its arguments, run in the folder.
        case command([String], folder: String)
    }
}
