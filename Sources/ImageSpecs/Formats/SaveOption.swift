/// A save option of a format. Most options have Pillow's name and meaning.
package struct SaveOption: Hashable, Sendable {
    package let name: String
    package let kind: SaveOptionKind
    /// The default; nil if no single value is the default.
    package let fallback: Value?
    /// The description for the documentation.
    package let summary: String

    init(_ name: String, _ kind: SaveOptionKind, default fallback: Value? = nil, _ summary: String) {
        self.name = name
        self.kind = kind
        self.fallback = fallback
        self.summary = summary
    }

    /// An option of every format that imagekit can write.
    package static let vips = SaveOption(
        "vips",
        .vipsOptions,
        "Options that are passed to the saver of libvips, such as `{ \"trellis_quant\": true }`."
    )

    /// The names of the options of all formats. A spec without a format can have any of these options.
    package static let knownNames = Set(ImageFormat.written.flatMap(\.saveOptions).map(\.name))
}
