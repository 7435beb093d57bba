/// The style and position of the text that `Text` draws.
package struct TextStyle: Hashable, Sendable {
    /// A family, with a style if needed: `sans bold`.
    package let font: String
    /// The height of a line, in pixels.
    package let size: Int
    package let color: Color
    package let alignment: TextAlignment
    /// The box, in pixels. Without a width, it is the width of the image. With a height, the text fills the box.
    package let width: Int?
    package let height: Int?
    /// The position of the text on the image, at least `margin` pixels from its edges.
    package let anchor: Anchor
    package let margin: Int
}
