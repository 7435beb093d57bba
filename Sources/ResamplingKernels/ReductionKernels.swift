/// The innermost loops of a reduction, where it spends its time, for one kind of processor.
///
/// The compiler chooses instructions for a target as a whole. So the loops are written once, here, to be inlined where a
/// type conforms: in this target for every processor, in `ResamplingKernelsAVX2` for those that work on twice as many
/// samples at a time. Everything that the loops use is `@usableFromInline`: without it, `package` declarations are not inlined
/// into another target.
@usableFromInline package protocol ReductionKernels<Sample> {
    associatedtype Sample: KernelSample

    /// Eight samples, each with its neighbour.
    typealias Block = SIMD16<Sample>
    /// The same, as they are multiplied.
    typealias Lanes = SIMD16<Sample.Lane>

    /// Sums up pairs of rows.
    /// - Parameters:
    ///   - pairs: the blocks of each pair of rows.
    ///   - weights: one for each pair.
    ///   - count: of the pairs.
    ///   - blocks: of a pair of rows; even.
    ///   - row: has room for eight samples a block.
    static func sumRows(
        _ pairs: UnsafePointer<UnsafePointer<Block>>,
        weights: UnsafePointer<Lanes>,
        count: Int,
        blocks: Int,
        to row: UnsafeMutablePointer<Sample>
    )

    /// Sums up for each window the pairs of columns that it reaches over.
    /// - Parameters:
    ///   - pairs: of columns, eight rows high; those of two groups of rows in turn.
    ///   - weights: of all windows.
    ///   - columns: the sum of a window comes `step` after that of the window before, the other group's `groupStep` further.
    static func sumColumns(
        _ pairs: UnsafePointer<Lanes>,
        weights: UnsafePointer<Lanes>,
        windows: UnsafeBufferPointer<FilterWindow>,
        to columns: UnsafeMutablePointer<SIMD8<Sample>>,
        step: Int,
        groupStep: Int
    )
}

extension ReductionKernels {
    /// Two blocks in a round: their sums, with all that they are added up from, fill the registers of a plain processor.
    @inlinable @inline(__always)
    package static func sumRows(
        _ pairs: UnsafePointer<UnsafePointer<Block>>,
        weights: UnsafePointer<Lanes>,
        count: Int,
        blocks: Int,
        to row: UnsafeMutablePointer<Sample>
    ) {
        let half = SIMD8<Sample.Sum>(repeating: Sample.half)
        for block in stride(from: 0, to: blocks, by: 2) {
            var (first, second) = (half, half)
            for pair in 0..<count {
                let weight = weights[pair]
                first = Sample.adding(Sample.lanes(pairs[pair][block]), times: weight, to: first)
                second = Sample.adding(Sample.lanes(pairs[pair][block &+ 1]), times: weight, to: second)
            }
            let result = UnsafeMutableRawPointer(row + 8 &* block)
            let step = MemoryLayout<SIMD8<Sample>>.size
            result.storeBytes(of: Sample.samples(from: first), as: SIMD8<Sample>.self)
            result.storeBytes(of: Sample.samples(from: second), toByteOffset: step, as: SIMD8<Sample>.self)
        }
    }

    @inlinable @inline(__always)
    package static func sumColumns(
        _ pairs: UnsafePointer<Lanes>,
        weights: UnsafePointer<Lanes>,
        windows: UnsafeBufferPointer<FilterWindow>,
        to columns: UnsafeMutablePointer<SIMD8<Sample>>,
        step: Int,
        groupStep: Int
    ) {
        let half = SIMD8<Sample.Sum>(repeating: Sample.half)
        var column = columns
        for window in windows {
            let pairs = pairs + 2 &* window.firstPair
            let weights = weights + window.firstWeight
            var (first, second) = (half, half)
            for pair in 0..<window.pairs {
                first = Sample.adding(pairs[2 &* pair], times: weights[pair], to: first)
                second = Sample.adding(pairs[2 &* pair &+ 1], times: weights[pair], to: second)
            }
            column[0] = Sample.samples(from: first)
            column[groupStep] = Sample.samples(from: second)
            column += step
        }
    }
}

/// Bytes, for every processor.
@usableFromInline package enum ByteKernels: ReductionKernels { @usableFromInline package typealias Sample = UInt8 }

/// Floats, for every processor.
@usableFromInline package enum FloatKernels: ReductionKernels { @usableFromInline package typealias Sample = Float }
