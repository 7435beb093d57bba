/// A length in pixels that can be a fraction, for example half of 3 pixels.
///
/// If a JPEG of 37 columns is decoded at half the size, its plane has 19 columns. The last of them shows only half a
/// column. A further reduction has to start from the true length of 37/2. Otherwise, the picture becomes slightly
/// narrower.
package struct Extent: Hashable, Sendable {
    package let numerator: Int
    package let denominator: Int

    package init(_ numerator: Int, over denominator: Int = 1) {
        // Reduce the fraction to lowest terms, so that equal lengths compare as equal.
        var (divisor, rest) = (numerator, denominator)
        while rest != 0 { (divisor, rest) = (rest, divisor % rest) }
        self.numerator = numerator / divisor
        self.denominator = denominator / divisor
    }

    package var value: Double { Double(numerator) / Double(denominator) }

    /// Returns the extent after a resize from `length` pixels to `target` pixels. Before the resize, `length` pixels
    /// show this extent.
    package func resized(from length: Int, to target: Int) -> Extent {
        Extent(numerator * target, over: denominator * length)
    }
}

/// The extents of the width and the height of a picture.
package struct Extents: Hashable, Sendable {
    package let width: Extent
    package let height: Extent

    package init(width: Extent, height: Extent) {
        self.width = width
        self.height = height
    }

    /// The extents of a picture whose columns and rows all show full pixels. They equal the size.
    package init(_ size: Size) { self.init(width: Extent(size.width), height: Extent(size.height)) }
}
