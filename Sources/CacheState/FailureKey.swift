import Files

/// Identifies an image that failed, by its source and its generator. The name of the cache file is not a part of the
/// key, because the image has no name if its source lacks a field.
package struct FailureKey: Hashable, Sendable {
    /// The name of the source; empty for a canvas.
    package let source: ByteName
    package let generator: ByteName

    package init(source: String, generator: String) {
        self.source = ByteName(source)
        self.generator = ByteName(generator)
    }
}
