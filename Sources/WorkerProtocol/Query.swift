import ImageSpecs

/// What the left wing asks of libvips, which it never loads: one line of JSON on the standard input of
/// `imagekit-worker query`.
public struct Query: Sendable, Codable {
    /// A call of a libvips operation, to be checked.
    public struct Call: Sendable, Codable {
        public var operation: String
        public var arguments: [String: Value]

        public init(operation: String, arguments: [String: Value]) {
            self.operation = operation
            self.arguments = arguments
        }
    }

    public var calls: [Call]

    public init(calls: [Call] = []) { self.calls = calls }
}

/// What a worker's libvips can do: one line of JSON on its standard output.
public struct Answer: Sendable, Codable {
    /// A format that is read, written or both.
    public struct Format: Sendable, Codable {
        public var name: String
        public var isRead: Bool
        public var isWritten: Bool

        public init(name: String, isRead: Bool, isWritten: Bool) {
            self.name = name
            self.isRead = isRead
            self.isWritten = isWritten
        }
    }

    /// Such as `8.14.1`.
    public var version: String
    /// Where libvips was loaded from; nil where nobody knows.
    public var libraryFolder: String?
    /// What was in force in the worker that answered.
    public var protection: Protection
    public var formats: [Format]
    /// What is wrong with each of the calls; nil for one that is right.
    public var mistakes: [String?]

    public init(
        version: String,
        libraryFolder: String?,
        protection: Protection,
        formats: [Format],
        mistakes: [String?]
    ) {
        self.version = version
        self.libraryFolder = libraryFolder
        self.protection = protection
        self.formats = formats
        self.mistakes = mistakes
    }
}
