/// An argument of a processor.
package struct Parameter: Sendable {
    package let name: String
    package let kind: Kind
    /// The default; nil if the argument is required. PILKit's processors have PILKit's defaults.
    package let fallback: Value?
    /// The description for the documentation, in Markdown.
    package let summary: String

    package var isRequired: Bool { fallback == nil }

    static func required(_ name: String, _ kind: Kind, _ summary: String) -> Parameter {
        Parameter(name: name, kind: kind, fallback: nil, summary: summary)
    }

    static func optional(_ name: String, _ kind: Kind, default fallback: Value = .none, _ summary: String) -> Parameter
    {
        Parameter(name: name, kind: kind, fallback: .some(fallback), summary: summary)
    }
}

/// Arguments that several processors have.
extension Parameter {
    private static let widthSummary = "The width, in pixels."
    private static let heightSummary = "The height, in pixels."

    static let width = required("width", .length, widthSummary)
    static let height = required("height", .length, heightSummary)
    static let optionalWidth = optional("width", .length, widthSummary)
    static let optionalHeight = optional("height", .length, heightSummary)
    static let upscale = optional("upscale", .flag, default: .bool(true), "Whether the image may be enlarged.")
    static let cropAnchor = optional(
        "anchor",
        .cropAnchor,
        "The part of the image that a crop keeps. \"attention\" keeps the part that attracts attention. Default: the "
            + "centre."
    )
}
