import ResamplingKernels

/// Reduces the height of a picture with a Lanczos filter while its rows arrive pair by pair. This class keeps only as
/// many rows as one window needs.
final class HeightReduction<Sample: ReducibleSample> {
    /// Eight samples of a row, each followed by the sample below it.
    private typealias Block = SIMD16<Sample>

    private let filter: ReductionFilter<Sample>
    private let kernels: any ReductionKernels<Sample>.Type
    /// The number of samples in a row.
    private let count: Int
    private let blocksPerPair: Int
    /// A ring buffer of the most recent pairs of rows. A new pair replaces a pair that no later window needs.
    private let blocks: UnsafeMutablePointer<Block>
    /// The pairs that the current window covers.
    private let windowPairs: UnsafeMutablePointer<UnsafePointer<Block>>
    private var addedPairs = 0
    private var madeRows = 0

    /// - Parameter count: the number of samples in a row.
    init(
        from height: Int,
        showing extent: Extent,
        to target: Int,
        count: Int,
        kernels: any ReductionKernels<Sample>.Type
    ) {
        self.kernels = kernels
        filter = Sample.filters.filter(from: height, showing: extent, to: target)
        self.count = count
        // The number of blocks is even, because the kernels handle two blocks per iteration.
        blocksPerPair = (count + 15) / 16 * 2
        blocks = .allocate(capacity: blocksPerPair * filter.bufferedPairs)
        blocks.initialize(repeating: Block(), count: blocksPerPair * filter.bufferedPairs)
        windowPairs = .allocate(capacity: filter.bufferedPairs)
        windowPairs.initialize(repeating: UnsafePointer(blocks), count: filter.bufferedPairs)
    }

    deinit {
        blocks.deallocate()
        windowPairs.deallocate()
    }

    /// The number of samples in a row, rounded up to full blocks. A result row needs room for this number of samples.
    var paddedCount: Int { 8 * blocksPerPair }

    /// Adds the next two rows. Before this call, call `makeRow` until it returns false, because the new rows overwrite
    /// old rows that the next rows of the result can need.
    /// - Parameter lower: the row below `upper`. If `upper` is the last row of a picture with an odd height, pass any
    ///   row, because its weights are 0.
    func add(_ upper: UnsafePointer<Sample>, _ lower: UnsafePointer<Sample>) {
        let pair = blocks + addedPairs % filter.bufferedPairs * blocksPerPair
        let fullBlocks = count & ~7
        for sample in stride(from: 0, to: fullBlocks, by: 8) {
            let above = UnsafeRawPointer(upper + sample).loadUnaligned(as: SIMD8<Sample>.self)
            let below = UnsafeRawPointer(lower + sample).loadUnaligned(as: SIMD8<Sample>.self)
            pair[sample / 8] = interleaving(above, below)
        }
        for sample in fullBlocks..<count {
            pair[sample / 8][sample % 8 * 2] = upper[sample]
            pair[sample / 8][sample % 8 * 2 + 1] = lower[sample]
        }
        addedPairs += 1
    }

    /// Computes the next row of the result if all rows that it depends on have been added.
    /// - Parameter row: the row of the result. It has room for `paddedCount` samples.
    /// - Returns: whether the row was computed.
    func makeRow(_ row: UnsafeMutablePointer<Sample>) -> Bool {
        guard madeRows < filter.windows.count else { return false }
        let window = filter.windows[madeRows]
        guard window.firstPair + window.pairs <= addedPairs else { return false }
        for pair in 0..<window.pairs {
            windowPairs[pair] = UnsafePointer(blocks + (window.firstPair + pair) % filter.bufferedPairs * blocksPerPair)
        }
        filter.weights.withUnsafeBufferPointer { weights in
            guard let weights = weights.baseAddress else { return }
            kernels.sumRows(
                windowPairs,
                weights: weights + window.firstWeight,
                count: window.pairs,
                blocks: blocksPerPair,
                to: row
            )
        }
        madeRows += 1
        return true
    }
}
