/// What is known about a file format that images are written in. Each format has its facts in a file of its own.
package struct FormatFacts: Sendable {
    /// What becomes of transparency.
    package enum Transparency: Sendable {
        case kept
        /// A pixel is opaque or transparent.
        case binary
        /// Pixels are put on white.
        case flattened
    }

    /// The file extensions that Pillow knows for the format; the first is the one that PILKit gives a new file
    /// (`pilkit.utils.format_to_extension`).
    let extensions: [String]
    let mimeType: String
    let transparency: Transparency
    /// Whether a file holds frames that follow one another in time.
    var isAnimated = false
    /// Whether a lower quality makes a file smaller.
    var hasQuality = false
    /// Whether a source of the format can become a cache file without being encoded again, stripped of its metadata.
    var isCopiedWithoutMetadata = false
    /// The metadata that libvips 8.14 and later write.
    var metadataKinds: [MetadataKind] = []
    /// The save options, in the order of the documentation.
    var options: [SaveOption] = []
}
