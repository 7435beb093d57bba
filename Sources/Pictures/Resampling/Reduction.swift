import ResamplingKernels
import Vips

/// Reduces a picture with a Lanczos filter while its rows arrive.
///
/// This class is faster than libvips. libvips before 8.16 reduces rows one sample at a time, which took a third of the
/// time of a run. For columns, libvips compiles new code for every picture, uses a separate thread, and clears
/// intermediate buffers. This class applies both filters to each decoded strip immediately, and it uses all lanes of
/// the vector registers.
final class Reduction<Sample: ReducibleSample> {
    private let height: HeightReduction<Sample>
    private let width: WidthReduction<Sample>
    /// Rows of the picture with the reduced height and the full width: the input of `width`.
    private let buffer: UnsafeMutablePointer<Sample>
    private let bufferStride: Int
    private let result: (height: Int, rowLength: Int)
    private var madeRows = 0

    private static var bufferRows: Int { WidthReduction<Sample>.rowCount }

    /// - Parameters:
    ///   - extents: the extents that the picture shows, if they differ from its size.
    ///   - kernels: the kernels to use. Tests pass kernels for other processors.
    init(
        from size: Size,
        showing extents: Extents? = nil,
        to target: Size,
        bands: Int,
        kernels: any ReductionKernels<Sample>.Type = Sample.kernels
    ) {
        // Reduce the height first, because this pass works on a stream of rows and leaves fewer rows for the second
        // pass.
        let extents = extents ?? Extents(size)
        height = HeightReduction(
            from: size.height,
            showing: extents.height,
            to: target.height,
            count: size.width * bands,
            kernels: kernels
        )
        width = WidthReduction(
            from: size.width,
            showing: extents.width,
            to: target.width,
            bands: bands,
            kernels: kernels
        )
        bufferStride = height.paddedCount
        buffer = .allocate(capacity: Self.bufferRows * bufferStride)
        buffer.initialize(repeating: 0, count: Self.bufferRows * bufferStride)
        result = (target.height, target.width * bands)
    }

    deinit { buffer.deallocate() }

    /// - Parameters:
    ///   - strip: the next rows of the picture. Only the last strip can have an odd number of rows.
    ///   - rows: the result. Each call can write some rows of the result. After the last strip, all rows are written.
    func add(_ strip: Strip, to rows: UnsafeMutableRawPointer) {
        let rows = rows.assumingMemoryBound(to: Sample.self)
        func row(_ row: Int) -> UnsafePointer<Sample> { strip.row(row).assumingMemoryBound(to: Sample.self) }
        for upper in stride(from: 0, to: strip.count, by: 2) {
            height.add(row(upper), row(min(upper + 1, strip.count - 1)))
            while height.makeRow(buffer + madeRows % Self.bufferRows * bufferStride) {
                madeRows += 1
                let count = (madeRows - 1) % Self.bufferRows + 1
                guard count == Self.bufferRows || madeRows == result.height else { continue }
                let first = rows + (madeRows - count) * result.rowLength
                width.reduce(buffer, length: bufferStride, to: first, count: count)
            }
        }
    }
}
