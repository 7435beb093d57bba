import Pictures

/// One image of a GIF: its area of the canvas, and how it is drawn there.
package struct GIFFrame {
    /// What happens to the frame's area before the next frame is drawn.
    package enum Disposal {
        case keep
        /// It becomes transparent, as in browsers; the specification has a background colour, which nobody follows.
        case clear
        /// It becomes what it was before the frame.
        case restore
    }

    package var left: Int
    package var top: Int
    package var size: Size
    package var isInterlaced: Bool
    /// The offsets of the colours, three bytes each; nil if the file has none for the frame.
    package var palette: Range<Int>?
    /// The index of the palette that leaves the canvas as it is.
    package var transparentIndex: UInt8?
    package var disposal: Disposal
    /// Milliseconds; nil if the file does not say.
    package var delay: Int?
    /// The offset of the pixels: the size of a code, then blocks.
    package var dataOffset: Int

    /// Where a row of the data is in the frame: every eighth row comes first in an interlaced one (GIF89a, appendix E).
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
