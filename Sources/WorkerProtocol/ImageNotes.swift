/// What a manifest tells of an image beyond its size.
public struct ImageNotes: Sendable, Codable, Hashable {
    /// The quality that `max_bytes` came to; nil where nothing was asked or the format's own was small enough.
    public var quality: Int?
    /// How often the image was encoded to come within `max_bytes`.
    public var encodes: Int?
    /// The file is the source's, without metadata: the result would have been larger.
    public var isOriginal = false
    public var placeholders: Placeholders?

    public init() {}

    public var isEmpty: Bool { self == ImageNotes() }
}

/// What a page shows while an image loads.
public struct Placeholders: Sendable, Codable, Hashable {
    /// 4 × 3 components.
    public var blurHash: String
    /// In base 64.
    public var thumbHash: String
    /// A tiny WebP as a `data:` URL.
    public var inline: String

    public init(blurHash: String, thumbHash: String, inline: String) {
        self.blurHash = blurHash
        self.thumbHash = thumbHash
        self.inline = inline
    }
}
