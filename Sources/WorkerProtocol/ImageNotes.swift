/// Information about an image, in addition to its size, for the manifest.
package struct ImageNotes: Sendable, Codable, Hashable {
    /// The quality that `max_bytes` required. It is nil if `max_bytes` is not set, or if the image is small enough with
    /// the requested quality.
    package var quality: Int?
    /// The number of encodings that `max_bytes` required. It is nil if `max_bytes` is not set.
    package var encodes: Int?
    /// Whether the image is the source's file without metadata. This is the case if a newly encoded image would be
    /// larger.
    package var isOriginal = false
    package var placeholders: Placeholders?

    package init() {}

    package var isEmpty: Bool { self == ImageNotes() }
}
