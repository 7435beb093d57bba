import ImageSpecs

/// All outputs of one source. A worker receives jobs in a `JobMessage`.
///
/// A job contains all outputs that the registry has for the source, including those that this run does not need. The
/// worker makes only the outputs with a target. The bytes of a file do not depend on which outputs have a target.
package struct Job: Sendable, Codable {
    /// The number of the job. The outcome has the same number.
    package var id: Int
    /// The source's name for messages. It is empty if all outputs are made from canvases.
    package var source: String
    /// The absolute path of the source. No character in this path has a special meaning.
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

    /// An output: its spec, and the location of its file.
    package struct Output: Sendable, Codable {
        package var spec: ImageSpec
        /// The location of the file; nil if this job does not make the output.
        package var target: Target?

        package init(spec: ImageSpec, target: Target?) {
            self.spec = spec
            self.target = target
        }
    }

    /// The location of an output. The file is written under a temporary name on the same file system and then renamed.
    package struct Target: Sendable, Codable {
        package var temporaryPath: String
        package var path: String
        /// A folder above the path. Links below this folder are not followed. If it is nil, all links are followed.
        package var root: String?
        /// The permissions of the file.
        package var mode: NewFileMode
        /// The permissions of folders that do not exist yet.
        package var folderMode: NewFileMode

        package init(
            temporaryPath: String,
            path: String,
            root: String? = nil,
            mode: NewFileMode = .umask,
            folderMode: NewFileMode = .umask
        ) {
            self.temporaryPath = temporaryPath
            self.path = path
            self.root = root
            self.mode = mode
            self.folderMode = folderMode
        }
    }
}
