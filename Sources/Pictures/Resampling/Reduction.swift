import ResamplingKernels
import Vips

/// Makes a picture smaller by Lanczos' filter while its rows come in.
///
/// libvips before 8.16 shortens rows a sample at a time, which was a third of the time of a run. For columns it compiles
/// its code anew for every picture, and works on a thread of its own between buffers that it clears. Here a strip that has
/// been decoded goes through both filters at once, as many samples side by side as the processor can.
final class Reduction<Sample: ReducibleSample> {
    private let height: HeightReduction<Sample>
    private let width: WidthReduction<Sample>
    /// Rows of their full width, for `width` to take.
    private let lines: UnsafeMutablePointer<Sample>
    private let lineLength: Int
    private let result: (height: Int, rowLength: Int)
    private var madeLines = 0

    private static var lineCount: Int { WidthReduction<Sample>.rowCount }

    /// - Parameters:
    ///   - extents: what the picture shows, if that is not its size.
    ///   - kernels: for tests, others than those for this processor.
    init(
        from size: Size,
        showing extents: Extents? = nil,
        to target: Size,
        bands: Int,
        kernels: any ReductionKernels<Sample>.Type = Sample.kernels
    ) {
        // The height goes first: it is what a stream of rows can feed, and the fewer rows the less work after.
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
        lineLength = height.roomOfRow
        lines = .allocate(capacity: Self.lineCount * lineLength)
        lines.initialize(repeating: 0, count: Self.lineCount * lineLength)
        result = (target.height, target.width * bands)
    }

    deinit { lines.deallocate() }

    /// - Parameters:
    ///   - strip: the next rows of the picture; an odd number only in the end.
    ///   - rows: of the smaller picture. Some are written at a time; after the last strip all of them are.
    func take(_ strip: Strip, to rows: UnsafeMutableRawPointer) {
        let rows = rows.assumingMemoryBound(to: Sample.self)
        func row(_ row: Int) -> UnsafePointer<Sample> { strip.row(row).assumingMemoryBound(to: Sample.self) }
        for upper in stride(from: 0, to: strip.count, by: 2) {
            height.take(row(upper), row(min(upper + 1, strip.count - 1)))
            while height.makeRow(lines + madeLines % Self.lineCount * lineLength) {
                madeLines += 1
                let count = (madeLines - 1) % Self.lineCount + 1
                guard count == Self.lineCount || madeLines == result.height else { continue }
                let first = rows + (madeLines - count) * result.rowLength
                width.reduce(lines, length: lineLength, to: first, count: count)
            }
        }
    }
}
