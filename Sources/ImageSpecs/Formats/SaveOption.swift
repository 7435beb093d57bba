/// One of Pillow's save options, as a format has it.
package struct SaveOption: Hashable, Sendable {
    package let name: String
    package let kind: SaveOptionKind
    /// The value that counts if a spec does not have the option; nil if there is no such value.
    package let fallback: Value?
    /// What it does, for the documentation.
    package let summary: String

    init(_ name: String, _ kind: SaveOptionKind, default fallback: Value? = nil, _ summary: String) {
        self.name = name
        self.kind = kind
        self.fallback = fallback
        self.summary = summary
    }

    /// Every format has it.
    package static let vips = SaveOption(
        "vips",
        .vipsOptions,
        "Options of the libvips saver, passed through: `{ \"trellis_quant\": true }`."
    )

    /// The names of the options of all formats: what a spec without a format may have.
    package static let knownNames = Set(ImageFormat.written.flatMap(\.saveOptions).map(\.name))
}
