/// The properties of a file format. Each format has its own Swift file, `FormatFacts+NAME.swift`.
package struct FormatFacts: Sendable {
    /// How the format treats transparency.
    package enum Transparency: Sendable {
        case kept
        /// Each pixel is opaque or transparent.
        case binary
        /// Pixels are composited over white.
        case flattened
    }

    /// How sources are read.
    package enum Reader: Hashable, Sendable {
        case none
        /// Sources are read without libvips.
        case own
        /// Sources are read by a loader of libvips. The name "jpeg" stands for `jpegload`. An untrusted loader is used
        /// only if `allow_loaders` contains its name. Some JPEGs are read without libvips.
        case libvips(String, isTrusted: Bool = true)
    }

    /// How images are written.
    package enum Writer: Hashable, Sendable {
        case none
        /// Images are written without libvips.
        case own
        /// Images are written by a saver of libvips. The name "jpeg" stands for `jpegsave`. `Saver` translates the save
        /// options of the format to options of this saver. Some JPEGs and most PNGs are written without libvips.
        case libvips(String)
    }

    let reader: Reader
    let writer: Writer
    /// Whether the first bytes of a file are those of a file in this format. The bytes never match two formats, so the
    /// order of the formats has no effect.
    let recognizes: @Sendable (FileHead) -> Bool
    /// The file extensions of the format. PILKit uses the first extension for new files
    /// (`pilkit.utils.format_to_extension`).
    let extensions: [String]
    let mimeType: String
    let transparency: Transparency
    /// The maximum width and height in pixels. It is nil if only the limits of libvips apply.
    var maxSide: Int?
    /// Whether imagekit reads all frames of an animation in this format.
    var readsFrames = false
    /// Whether imagekit writes animations in this format.
    var isAnimated = false
    /// Whether the format has a quality that `max_bytes` can lower to make a file smaller.
    var hasQuality = false
    /// Whether imagekit can copy a source in this format without its metadata. The pixels are not encoded again.
    var isCopiedWithoutMetadata = false
    /// The kinds of metadata that libvips 8.14 and later can write in this format.
    var metadataKinds: [MetadataKind] = []
    /// The save options, in the order of the documentation.
    var options: [SaveOption] = []
}

extension FormatFacts {
    /// Creates the properties of a format that is only read.
    init(readOnlyBy reader: Reader, recognizes: @escaping @Sendable (FileHead) -> Bool) {
        self.init(
            reader: reader,
            writer: .none,
            recognizes: recognizes,
            extensions: [],
            mimeType: "",
            transparency: .kept
        )
    }
}
