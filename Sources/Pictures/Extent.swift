/// A length in pixels that need not be whole: half of 3 pixels is 3/2.
///
/// libvips halves a JPEG of 37 columns to 18, which leave out what half a column more would show. A further reduction
/// must start from the true length of 37/2, or it stretches the picture.
package struct Extent: Hashable, Sendable {
    package let numerator: Int
    package let denominator: Int

    package init(_ numerator: Int, over denominator: Int = 1) {
        // In lowest terms, so that equal lengths are equal values.
        var (divisor, rest) = (numerator, denominator)
        while rest != 0 { (divisor, rest) = (rest, divisor % rest) }
        self.numerator = numerator / divisor
        self.denominator = denominator / divisor
    }

    package var value: Double { Double(numerator) / Double(denominator) }

    /// The length after a resize of `length` pixels, which hold this extent, to `target` pixels.
    package func resized(from length: Int, to target: Int) -> Extent {
        Extent(numerator * target, over: denominator * length)
    }
}

/// The true lengths of both sides.
package struct Extents: Hashable, Sendable {
    package let width: Extent
    package let height: Extent

    package init(width: Extent, height: Extent) {
        self.width = width
        self.height = height
    }

    /// Of a picture whose pixels are all there.
    package init(_ size: Size) { self.init(width: Extent(size.width), height: Extent(size.height)) }

    /// Of a picture that its decoder has reduced by a factor.
    package init(_ size: Size, over factor: Int) {
        self.init(width: Extent(size.width, over: factor), height: Extent(size.height, over: factor))
    }
}
