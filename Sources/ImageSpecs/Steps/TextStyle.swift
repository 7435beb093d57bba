/// The style and position of the text that `Text` draws.
package struct TextStyle: Hashable, Sendable {
    /// The font family, optionally with a style, such as `sans bold`.
    package let font: String
    /// The font size, in pixels. It has no effect if `height` is set.
    package let size: Int
    package let color: Color
    package let alignment: TextAlignment
    /// The size of the box for the text, in pixels. If `width` is nil, the box is as wide as the image without the
    /// margins. If `height` is set, the text is as large as the box allows.
    package let width: Int?
    package let height: Int?
    /// The position of the text on the image, at least `margin` pixels from its edges.
    package let anchor: Anchor
    package let margin: Int
}
