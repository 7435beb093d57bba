import ImageSpecs

/// A question about libvips: one line of JSON on the standard input of `imagekit-worker query`. A worker answers the
/// question, because the `imagekit` process never loads libvips.
package struct Query: Sendable, Codable {
    /// A call of a libvips operation, which the worker checks.
    package struct Call: Sendable, Codable {
        package var operation: String
        package var arguments: [String: Value]

        package init(operation: String, arguments: [String: Value]) {
            self.operation = operation
            self.arguments = arguments
        }
    }

    /// A saver with options that the worker tries.
    package struct Saving: Sendable, Codable {
        package var format: ImageFormat
        package var options: [String: Value]
        package var autoconvert: Bool

        package init(format: ImageFormat, options: [String: Value], autoconvert: Bool) {
            self.format = format
            self.options = options
            self.autoconvert = autoconvert
        }
    }

    package var calls: [Call]
    package var savings: [Saving]
    /// Whether the answer lists the formats. To find them, a worker loads modules of libvips, decodes sample
    /// pictures, and encodes a tiny picture in each format that libvips writes.
    package var wantsFormats: Bool

    package init(calls: [Call] = [], savings: [Saving] = [], wantsFormats: Bool) {
        self.calls = calls
        self.savings = savings
        self.wantsFormats = wantsFormats
    }
}
