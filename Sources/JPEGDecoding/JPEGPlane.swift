#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The samples of a component at a scale: all rows, or memory for some rows.
package final class JPEGPlane {
    /// The number of samples in a row that show the picture. A sample can cover several pixels, so some pixels of the
    /// last sample can be outside the picture.
    package let width: Int
    package let height: Int
    /// The number of samples between the starts of two rows. It can exceed `width`, because a row contains whole
    /// blocks.
    package let stride: Int
    /// The samples of all blocks, including the samples outside the picture.
    package let samples: UnsafeMutablePointer<UInt8>
    private let rows: Int

    /// - Parameter units: the number of rows of units that fit into the memory.
    init(
        _ component: FrameHeader.Component,
        of frame: FrameHeader,
        _ scale: JPEGScale,
        units: Int
    ) throws(JPEGRefusal) {
        let size = scale.samplesPerBlock
        let extent = PlaneExtent(component, of: frame, scale)
        (width, height) = (extent.width, extent.height)
        stride = component.paddedColumns * size
        rows = units * component.verticalFactor * size
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
