/// The position of an image on a canvas.
package enum Placement: Hashable, Sendable {
    case anchor(Anchor)
    /// Pixels from the top left corner of the canvas.
    case offset(x: Int, y: Int)
    /// The canvas is centred on this point of the image, as far as the edges permit. The coordinates are fractions of
    /// the width and height from the top left corner. The canvas must not be larger than the image.
    case focus(x: Double, y: Double)

    /// Reads an anchor or `{"focus": [x, y]}`.
    package init?(_ value: Value) {
        if let point = FocalPoint(value) {
            self = point.placement
        } else if let anchor = Anchor(value) {
            self = .anchor(anchor)
        } else {
            return nil
        }
    }
}
