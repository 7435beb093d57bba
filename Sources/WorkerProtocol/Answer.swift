/// The capabilities of a worker's libvips: one line of JSON on the worker's standard output.
package struct Answer: Sendable, Codable {
    /// A format, and whether the worker can read and write it.
    package struct Format: Sendable, Codable {
        package var name: String
        package var isRead: Bool
        package var isWritten: Bool
        /// The reasons why the format is not read or not written, although libvips has a loader or a saver for it.
        package var obstacles: [String]

        package init(name: String, isRead: Bool, isWritten: Bool, obstacles: [String] = []) {
            self.name = name
            self.isRead = isRead
            self.isWritten = isWritten
            self.obstacles = obstacles
        }
    }

    /// The result of trying a saver with its options.
    package struct SavingFinding: Sendable, Codable {
        /// The reason why no picture can be saved; nil if a picture can be saved.
        package var mistake: String?
        /// A message about options that the saver ignores; nil if it ignores none.
        package var warning: String?

        package init(mistake: String? = nil, warning: String? = nil) {
            self.mistake = mistake
            self.warning = warning
        }
    }

    package var libvips: LibVipsIdentity
    /// The protection that was in force in the worker that answered.
    package var protection: Protection
    /// The formats, sorted by name; empty if the query does not ask for them.
    package var formats: [Format]
    /// The mistake in each call of the query, in the same order. It is nil for a valid call.
    package var mistakes: [String?]
    /// One finding for each saver of the query.
    package var savings: [SavingFinding]

    package init(
        libvips: LibVipsIdentity,
        protection: Protection,
        formats: [Format],
        mistakes: [String?],
        savings: [SavingFinding] = []
    ) {
        self.libvips = libvips
        self.protection = protection
        self.formats = formats
        self.mistakes = mistakes
        self.savings = savings
    }
}

extension Answer {
    /// The folder that libvips was loaded from; nil if it is unknown.
    package var libraryFolder: String? {
        libvips.path.flatMap { path in path.lastIndex(of: "/").map { String(path[..<$0]) } }
    }
}
