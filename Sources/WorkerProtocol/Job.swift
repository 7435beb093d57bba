import ImageSpecs

/// Everything that is wanted from one source: one line of JSON on a worker's standard input.
///
/// The outputs are all those that the registry has for the source, wanted in this run or not: the worker plans its
/// decoding from all of them, so that a file's bytes do not depend on what else is missing.
package struct Job: Sendable, Codable {
    /// Comes back in the outcome.
    package var id: Int
    /// The source's name, for messages; empty where all outputs are made from canvases.
    package var source: String
    /// Where the source is: an absolute path, taken to the letter.
    package var path: String
    package var outputs: [Output]
    package var limits: Limits

    package init(id: Int, source: String, path: String, outputs: [Output], limits: Limits = Limits()) {
        self.id = id
        self.source = source
        self.path = path
        self.outputs = outputs
        self.limits = limits
    }

    package struct Output: Sendable, Codable {
        package var spec: ImageSpec
        /// Where the file goes; nil where it is not wanted.
        package var target: Target?

        package init(spec: ImageSpec, target: Target?) {
            self.spec = spec
            self.target = target
        }
    }

    /// A file is written under a name of its own on the same file system and finished by a rename.
    package struct Target: Sendable, Codable {
        package var temporaryPath: String
        package var path: String
        /// A folder above the path, below which no link is followed; nil follows all.
        package var root: String?

        package init(temporaryPath: String, path: String, root: String? = nil) {
            self.temporaryPath = temporaryPath
            self.path = path
            self.root = root
        }
    }
}
