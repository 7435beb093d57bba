import ImageSpecs

/// All outputs of one source: one line of JSON on a worker's standard input.
///
/// The outputs are all that the registry has for the source, including those that this run does not need. The worker
/// plans its decoding from all of them, so that the bytes of a file do not depend on what is missing.
package struct Job: Sendable, Codable {
    /// Copied to the outcome.
    package var id: Int
    /// The source's name, for messages; empty if all outputs are made from canvases.
    package var source: String
    /// The absolute path of the source, used literally.
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
        /// Where the file is written; nil if it is not needed.
        package var target: Target?

        package init(spec: ImageSpec, target: Target?) {
            self.spec = spec
            self.target = target
        }
    }

    /// A file is written under a temporary name on the same file system and then renamed.
    package struct Target: Sendable, Codable {
        package var temporaryPath: String
        package var path: String
        /// A folder above the path. Links below it are not followed; nil follows all links.
        package var root: String?

        package init(temporaryPath: String, path: String, root: String? = nil) {
            self.temporaryPath = temporaryPath
            self.path = path
            self.root = root
        }
    }
}
