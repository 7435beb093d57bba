/// What is known about a file format. Each format has its facts in a file of its own.
package struct FormatFacts: Sendable {
    /// What becomes of transparency.
    package enum Transparency: Sendable {
        case kept
        /// A pixel is opaque or transparent.
        case binary
        /// Pixels are put on white.
        case flattened
    }

    /// How sources are read.
    package enum Reader: Hashable, Sendable {
        case none
        /// Without libvips.
        case own
        /// By a loader of libvips, such as "jpeg" for `jpegload`. Sources are read by an untrusted one only if `allow_loaders`
        /// has its name.
        case libvips(String, isTrusted: Bool = true)
    }

    let reader: Reader
    var isWritten = true
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

extension FormatFacts {
    /// A format that images are not written in.
    init(readOnlyBy reader: Reader) {
        self.init(reader: reader, isWritten: false, extensions: [], mimeType: "", transparency: .kept)
    }
}
