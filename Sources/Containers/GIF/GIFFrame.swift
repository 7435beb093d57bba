import Pictures

/// One image of a GIF: its area of the GIF's canvas, and how to draw the image in this area.
package struct GIFFrame {
    /// What happens to the frame's area before the next frame is drawn.
    package enum Disposal {
        case keep
        /// The area becomes transparent, as in browsers. The specification demands the background colour, but browsers
        /// do not use that colour.
        case clear
        /// The area becomes what it was before the frame was drawn.
        case restore
    }

    package var left: Int
    package var top: Int
    package var size: Size
    package var isInterlaced: Bool
    /// The range of the frame's palette in the file, or of the file's palette if the frame has none. The palette has
    /// three bytes per colour. The range is nil if neither of the two exists.
    package var palette: Range<Int>?
    /// The palette index of transparent pixels, which leave the canvas unchanged.
    package var transparentIndex: UInt8?
    package var disposal: Disposal
    /// The duration in milliseconds, or nil if the file does not state a duration.
    package var delay: Int?
    /// The offset of the image data: the LZW code size, then blocks.
    package var dataOffset: Int

    /// Returns the row of the frame for a row of the data. Interlaced data starts with every eighth row (GIF89a,
    /// appendix E).
    package func row(ofStored index: Int) -> Int {
        guard isInterlaced else { return index }
        var left = index
        for (first, step) in [(0, 8), (4, 8), (2, 4), (1, 2)] {
            let count = max(0, (size.height - first + step - 1) / step)
            if left < count { return first + left * step }
            left -= count
        }
        return index
    }
}
