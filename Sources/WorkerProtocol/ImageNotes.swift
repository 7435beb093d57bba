/// Information about an image, in addition to its size and its format. The manifest contains this information.
package struct ImageNotes: Sendable, Codable, Hashable {
    /// The quality that `max_bytes` required. It is nil if `max_bytes` is not set, or if the image is small enough with
    /// the requested quality.
    package var quality: Int?
    /// The number of encodings that `max_bytes` required. It is nil if `max_bytes` is not set.
    package var encodes: Int?
    /// Whether `if_larger` replaced the image by the source's file without metadata, because the encoded image has more
    /// bytes.
    package var isOriginal = false
    package var placeholders: Placeholders?

    package init() {}

    package var isEmpty: Bool { self == ImageNotes() }
}
