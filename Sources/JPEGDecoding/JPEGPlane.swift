#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The samples of a component at a scale.
package final class JPEGPlane {
    /// The number of samples in a row that show the picture. A part of the last sample can be outside the picture.
    package let width: Int
    package let height: Int
    /// The number of samples between the starts of two rows. It can exceed `width`, because a row contains whole
    /// blocks.
    package let stride: Int
    /// The samples of all blocks, including the samples outside the picture.
    package let samples: UnsafeMutablePointer<UInt8>
    private let rows: Int

    /// The width and the height of the picture in samples of this plane, as fractions: half of 37 columns is 37/2.
    package let shownWidth: (numerator: Int, denominator: Int)
    package let shownHeight: (numerator: Int, denominator: Int)

    init(_ component: FrameHeader.Component, of frame: FrameHeader, _ scale: JPEGScale) throws(JPEGRefusal) {
        let size = scale.samplesPerBlock
        shownWidth = (frame.width * component.horizontalFactor * size, 8 * frame.largestHorizontalFactor)
        shownHeight = (frame.height * component.verticalFactor * size, 8 * frame.largestVerticalFactor)
        width = (shownWidth.numerator + shownWidth.denominator - 1) / shownWidth.denominator
        height = (shownHeight.numerator + shownHeight.denominator - 1) / shownHeight.denominator
        stride = component.paddedColumns * size
        rows = component.paddedRows * size
        guard let memory = malloc(stride * rows) else { throw JPEGRefusal("no memory") }
        samples = memory.bindMemory(to: UInt8.self, capacity: stride * rows)
    }

    deinit { free(samples) }

    /// Returns a pointer to the first sample of a row of blocks.
    func rows(ofBlocks row: Int, _ scale: JPEGScale) -> UnsafeMutablePointer<UInt8> {
        let first = row * scale.samplesPerBlock
        precondition(row >= 0 && first + scale.samplesPerBlock <= rows)
        return samples + first * stride
    }
}
