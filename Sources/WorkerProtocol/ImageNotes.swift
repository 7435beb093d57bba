/// What a manifest tells of an image beyond its size.
package struct ImageNotes: Sendable, Codable, Hashable {
    /// The quality that `max_bytes` came to; nil where nothing was asked or the format's own was small enough.
    package var quality: Int?
    /// How often the image was encoded to come within `max_bytes`.
    package var encodes: Int?
    /// The file is the source's, without metadata: the result would have been larger.
    package var isOriginal = false
    package var placeholders: Placeholders?

    package init() {}

    package var isEmpty: Bool { self == ImageNotes() }
}

/// What a page shows while an image loads.
package struct Placeholders: Sendable, Codable, Hashable {
    /// 4 × 3 components.
    package var blurHash: String
    /// In base 64.
    package var thumbHash: String
    /// A tiny WebP as a `data:` URL.
    package var inline: String

    package init(blurHash: String, thumbHash: String, inline: String) {
        self.blurHash = blurHash
        self.thumbHash = thumbHash
        self.inline = inline
    }
}
