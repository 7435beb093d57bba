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

/// The placeholders that a page can show while an image loads.
package struct Placeholders: Sendable, Codable, Hashable {
    /// A BlurHash with 4×3 components.
    package var blurHash: String
    /// A ThumbHash in Base64.
    package var thumbHash: String
    /// A tiny WebP as a `data:` URL.
    package var inline: String

    package init(blurHash: String, thumbHash: String, inline: String) {
        self.blurHash = blurHash
        self.thumbHash = thumbHash
        self.inline = inline
    }
}
