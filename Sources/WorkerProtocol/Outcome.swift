import ImageSpecs

/// The result of a job: one line of JSON on a worker's standard output.
package struct Outcome: Sendable, Codable {
    package var id: Int
    /// One result for each output of the job, in the same order. The result is nil if the output was not requested.
    package var results: [Result?]
    /// How long the worker processed the job, in seconds.
    package var seconds: Double?
    /// The libvips of the worker. It is set only in the first outcome after the worker started libvips.
    package var libvips: LibVipsIdentity?

    package init(id: Int, results: [Result?]) {
        self.id = id
        self.results = results
    }

    /// The result for one output.
    package enum Result: Sendable, Codable {
        case made(MadeImage)
        case failed(Failure)
    }

    /// A finished cache file.
    package struct MadeImage: Sendable, Codable {
        package var width: Int
        package var height: Int
        package var bytes: Int
        package var format: ImageFormat
        package var notes: ImageNotes

        package init(width: Int, height: Int, bytes: Int, format: ImageFormat, notes: ImageNotes = ImageNotes()) {
            self.width = width
            self.height = height
            self.bytes = bytes
            self.format = format
            self.notes = notes
        }
    }

    /// The reason why an image was not made.
    package struct Failure: Sendable, Codable, Error, Hashable {
        package var code: Code
        /// The message on one line, without the source's name and without secrets.
        package var message: String
        /// The file that could not be written; nil if something else failed.
        package var unwritable: UnwritableFile?

        package init(code: Code, message: String, unwritable: UnwritableFile? = nil) {
            self.code = code
            self.message = message.withoutSecrets()
            self.unwritable = unwritable
        }
    }

    /// A file that could not be written.
    package struct UnwritableFile: Sendable, Codable, Hashable {
        package let path: String
        /// The system's error code (`errno`).
        package let code: Int32

        package init(path: String, code: Int32) {
            self.path = path
            self.code = code
        }
    }

    /// The kinds of failure that a script can distinguish.
    package enum Code: String, Sendable, Codable, CaseIterable {
        case missingSource = "missing-source"
        case unreadableSource = "unreadable-source"
        case notAFile = "not-a-file"
        case emptySource = "empty-source"
        case unsupportedFormat = "unsupported-format"
        case corruptSource = "corrupt-source"
        case tooLarge = "too-large"
        case changedSource = "changed-source"
        case processorFailed = "processor-failed"
        case cannotWrite = "cannot-write"
        case uploadFailed = "upload-failed"
        case notGenerated = "not-generated"
        case missingField = "missing-field"
        case badField = "bad-field"
        case crashed
        case timeout
        case stalled
        case killed
        case outOfMemory = "out-of-memory"
    }
}
