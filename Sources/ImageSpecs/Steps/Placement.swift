/// The position of an image relative to an area: the canvas of `ResizeCanvas`, or the part that a crop keeps.
package enum Placement: Hashable, Sendable {
    case anchor(Anchor)
    /// The top left corner of the image, in pixels from the top left corner of the area.
    case offset(x: Int, y: Int)
    /// The area is centred on this point of the image, as far as the edges permit. The coordinates are fractions of the
    /// width and height of the image from its top left corner. The area must not be larger than the image.
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
