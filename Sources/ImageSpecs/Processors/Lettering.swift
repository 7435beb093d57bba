/// What `Text` writes, how and where.
public struct Lettering: Hashable, Sendable {
    /// Pango markup.
    public let markup: String
    /// A family, with a style if need be: `sans bold`.
    public let font: String
    /// The height of a line's letters, in pixels.
    public let size: Int
    public let color: Color
    public let alignment: TextAlignment
    /// The box, in pixels; without a width, the image's. With a height, the size is what fills the box.
    public let width: Int?
    public let height: Int?
    /// Where in the image the text stands, `margin` pixels from its edges at least.
    public let anchor: Anchor
    public let margin: Int
}

/// How lines of different lengths stand below one another.
public enum TextAlignment: String, CaseIterable, Sendable {
    case left
    case center
    case right
}
