/// The width and the height that a plane shows, as fractions: half of 37 columns is 37/2.
package struct PlaneExtent {
    package let shownWidth: (numerator: Int, denominator: Int)
    package let shownHeight: (numerator: Int, denominator: Int)

    init(_ component: FrameHeader.Component, of frame: FrameHeader, _ scale: JPEGScale) {
        let size = scale.samplesPerBlock
        shownWidth = (frame.width * component.horizontalFactor * size, 8 * frame.largestHorizontalFactor)
        shownHeight = (frame.height * component.verticalFactor * size, 8 * frame.largestVerticalFactor)
    }

    /// The number of columns and rows that show the picture. A part of the last column and of the last row can be
    /// outside the picture.
    package var width: Int { (shownWidth.numerator + shownWidth.denominator - 1) / shownWidth.denominator }
    package var height: Int { (shownHeight.numerator + shownHeight.denominator - 1) / shownHeight.denominator }
}
