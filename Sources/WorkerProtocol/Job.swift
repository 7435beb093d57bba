import ImageSpecs

/// Everything that is wanted from one source: one line of JSON on a worker's standard input.
///
/// The outputs are all those that the registry has for the source, wanted in this run or not: the worker plans its
/// decoding from all of them, so that a file's bytes do not depend on what else is missing.
public struct Job: Sendable, Codable {
    /// Comes back in the outcome.
    public var id: Int
    /// The source's name, for messages; empty where all outputs are made from canvases.
    public var source: String
    /// Where the source is: an absolute path, taken to the letter.
    public var path: String
    public var outputs: [Output]
    public var limits: Limits

    public init(id: Int, source: String, path: String, outputs: [Output], limits: Limits = Limits()) {
        self.id = id
        self.source = source
        self.path = path
        self.outputs = outputs
        self.limits = limits
    }

    public struct Output: Sendable, Codable {
        public var spec: ImageSpec
        /// Where the file goes; nil where it is not wanted.
        public var target: Target?

        public init(spec: ImageSpec, target: Target?) {
            self.spec = spec
            self.target = target
        }
    }

    /// A file is written under a name of its own on the same file system and finished by a rename.
    public struct Target: Sendable, Codable {
        public var temporaryPath: String
        public var path: String
        /// A folder above the path, below which no link is followed; nil follows all.
        public var root: String?

        public init(temporaryPath: String, path: String, root: String? = nil) {
            self.temporaryPath = temporaryPath
            self.path = path
            self.root = root
        }
    }
}
