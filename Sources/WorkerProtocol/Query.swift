import ImageSpecs

/// A question about libvips, which the `imagekit` process never loads. It is one line of JSON on the standard input of
/// `imagekit-worker query`.
package struct Query: Sendable, Codable {
    /// A call of a libvips operation to check.
    package struct Call: Sendable, Codable {
        package var operation: String
        package var arguments: [String: Value]

        package init(operation: String, arguments: [String: Value]) {
            self.operation = operation
            self.arguments = arguments
        }
    }

    package var calls: [Call]

    /// Whether the answer lists the formats. To know them, a worker loads all modules of libvips.
    package var wantsFormats: Bool

    package init(calls: [Call] = [], wantsFormats: Bool) {
        self.calls = calls
        self.wantsFormats = wantsFormats
    }
}

/// The capabilities of a worker's libvips: one line of JSON on its standard output.
package struct Answer: Sendable, Codable {
    /// A format, and whether the worker's libvips reads and writes it.
    package struct Format: Sendable, Codable {
        package var name: String
        package var isRead: Bool
        package var isWritten: Bool

        package init(name: String, isRead: Bool, isWritten: Bool) {
            self.name = name
            self.isRead = isRead
            self.isWritten = isWritten
        }
    }

    package var libvips: LibVipsIdentity
    /// The protection that was in force in the worker that answered.
    package var protection: Protection
    /// The formats, sorted by name; empty if the query does not ask for them.
    package var formats: [Format]
    /// The mistake in each call of the query, in the same order. It is nil for a valid call.
    package var mistakes: [String?]

    package init(
        libvips: LibVipsIdentity,
        protection: Protection,
        formats: [Format],
        mistakes: [String?]
    ) {
        self.libvips = libvips
        self.protection = protection
        self.formats = formats
        self.mistakes = mistakes
    }
}

extension Answer {
    /// The folder that libvips was loaded from. It contains the modules of libvips. Nil if it is unknown.
    package var libraryFolder: String? {
        libvips.path.flatMap { path in path.lastIndex(of: "/").map { String(path[..<$0]) } }
    }
}
