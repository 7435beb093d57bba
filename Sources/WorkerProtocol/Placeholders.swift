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
