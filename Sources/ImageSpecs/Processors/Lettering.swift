/// What `Text` writes, how and where.
package struct Lettering: Hashable, Sendable {
    /// Pango markup.
    package let markup: String
    /// A family, with a style if need be: `sans bold`.
    package let font: String
    /// The height of a line's letters, in pixels.
    package let size: Int
    package let color: Color
    package let alignment: TextAlignment
    /// The box, in pixels; without a width, the image's. With a height, the size is what fills the box.
    package let width: Int?
    package let height: Int?
    /// Where in the image the text stands, `margin` pixels from its edges at least.
    package let anchor: Anchor
    package let margin: Int
}

/// How lines of different lengths stand below one another.
package enum TextAlignment: String, CaseIterable, Sendable {
    case left
    case center
    case right
}
