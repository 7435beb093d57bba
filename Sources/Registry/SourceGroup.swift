import FileSearch

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

    /// Whether the group is a list from standard input.
    package var isStandardInput: Bool { if case .list(path: nil) = members { true } else { false } }

    /// How the sources of a group are found.
    package enum Members: Sendable {
        case glob(include: [Glob], exclude: [Glob])
        /// Names relative to `MEDIA_ROOT`, in byte order and without duplicates.
        case files([String])
        /// A list of sources as lines, CSV, or JSON Lines. `path` is the absolute path of the file; nil stands for
        /// standard input.
        case list(path: String?)
        /// The sources of a list, a query, or a program, after the group has been loaded.
        case table(SourceTable)
        /// A query in a SQLite database. `path` is the absolute path of the database.
        case sqlite(path: String, query: String)
        /// A query in a PostgreSQL database. `variable` is the environment variable that contains the address of the
        /// database. `address` is its value; nil if the variable is not set.
        case postgresql(variable: String, address: String?, query: String)
        /// The objects of a bucket. The globs match their names, which are relative to the prefix of the bucket.
        case bucket(BucketStorage, include: [Glob], exclude: [Glob])
        /// A program with its arguments. The program runs in `folder`.
        case command([String], folder: String)
    }
}
