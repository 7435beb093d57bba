import ResamplingKernels

/// Makes the columns of a picture shorter by Lanczos' filter, while its rows come one pair after the other: as many of them
/// are held as a window reaches over.
final class HeightReduction<Sample: ReducibleSample> {
    /// Eight samples of a row, each with the one below.
    private typealias Block = SIMD16<Sample>

    private let filter: ReductionFilter<Sample>
    private let kernels: any ReductionKernels<Sample>.Type
    /// Samples of a row.
    private let count: Int
    private let blocksOfPair: Int
    /// The last pairs of rows; each comes to lie where the one was that no window reaches any more.
    private let blocks: UnsafeMutablePointer<Block>
    /// Where those lie that the row reaches over that is being made.
    private let pairsOfWindow: UnsafeMutablePointer<UnsafePointer<Block>>
    private var takenPairs = 0
    private var madeRows = 0

    /// - Parameter count: the samples of a row.
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
        // In twos, as they are summed up.
        blocksOfPair = (count + 15) / 16 * 2
        blocks = .allocate(capacity: blocksOfPair * filter.heldPairs)
        blocks.initialize(repeating: Block(), count: blocksOfPair * filter.heldPairs)
        pairsOfWindow = .allocate(capacity: filter.heldPairs)
        pairsOfWindow.initialize(repeating: UnsafePointer(blocks), count: filter.heldPairs)
    }

    deinit {
        blocks.deallocate()
        pairsOfWindow.deallocate()
    }

    /// The samples of a row, with room for what is summed up with the last of them.
    var roomOfRow: Int { 8 * blocksOfPair }

    /// Takes the next two rows; every row that can be made must have been made before.
    /// - Parameter lower: at the end of an odd height, any row.
    func take(_ upper: UnsafePointer<Sample>, _ lower: UnsafePointer<Sample>) {
        let pair = blocks + takenPairs % filter.heldPairs * blocksOfPair
        let whole = count & ~7
        for sample in stride(from: 0, to: whole, by: 8) {
            let above = UnsafeRawPointer(upper + sample).loadUnaligned(as: SIMD8<Sample>.self)
            let below = UnsafeRawPointer(lower + sample).loadUnaligned(as: SIMD8<Sample>.self)
            pair[sample / 8] = interleaving(above, below)
        }
        for sample in whole..<count {
            pair[sample / 8][sample % 8 * 2] = upper[sample]
            pair[sample / 8][sample % 8 * 2 + 1] = lower[sample]
        }
        takenPairs += 1
    }

    /// Makes the next row of the shorter picture, if all that it is made from has been taken.
    /// - Parameter row: has room for `roomOfRow`.
    /// - Returns: whether it could be made.
    func makeRow(_ row: UnsafeMutablePointer<Sample>) -> Bool {
        guard madeRows < filter.windows.count else { return false }
        let window = filter.windows[madeRows]
        guard window.firstPair + window.pairs <= takenPairs else { return false }
        for pair in 0..<window.pairs {
            pairsOfWindow[pair] = UnsafePointer(blocks + (window.firstPair + pair) % filter.heldPairs * blocksOfPair)
        }
        filter.weights.withUnsafeBufferPointer { weights in
            guard let weights = weights.baseAddress else { return }
            kernels.sumRows(
                pairsOfWindow,
                weights: weights + window.firstWeight,
                count: window.pairs,
                blocks: blocksOfPair,
                to: row
            )
        }
        madeRows += 1
        return true
    }
}
