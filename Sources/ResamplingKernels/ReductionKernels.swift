/// The inner loops of a reduction, compiled for one kind of CPU. They take most of the time of a reduction.
///
/// The compiler chooses the instruction set for a whole target of the package. So two targets have types that conform
/// to this protocol: this target for every CPU, and `ResamplingKernelsAVX2` for CPUs that handle twice as many samples
/// at a time. The loops are written only once, in this file, and the compiler inlines them into each of these types.
/// Everything that the loops use is `@usableFromInline`, because the compiler does not inline other `package`
/// declarations into another target.
@usableFromInline package protocol ReductionKernels<Sample> {
    associatedtype Sample: KernelSample

    /// Eight samples of the first row or column of a pair. Each of them is followed by the sample at the same position
    /// in the second row or column.
    typealias Block = SIMD16<Sample>
    /// A block whose samples are converted for the multiplication.
    typealias Lanes = SIMD16<Sample.Lane>

    /// Computes one row of weighted sums over pairs of rows.
    /// - Parameters:
    ///   - pairs: the blocks of each pair of rows.
    ///   - weights: for each pair of rows, the two weights of its rows, repeated eight times.
    ///   - count: the number of pairs.
    ///   - blocks: the number of blocks in a pair of rows. This number is even.
    ///   - row: the row of the result. It has room for eight samples per block.
    static func sumRows(
        _ pairs: UnsafePointer<UnsafePointer<Block>>,
        weights: UnsafePointer<Lanes>,
        count: Int,
        blocks: Int,
        to row: UnsafeMutablePointer<Sample>
    )

    /// Computes weighted sums over pairs of columns, one for each window.
    /// - Parameters:
    ///   - pairs: pairs of columns of two groups of eight rows. The pairs of the two groups alternate.
    ///   - weights: the weights of all windows.
    ///   - windows: the windows of the results.
    ///   - columns: the results. The results of consecutive windows are `step` apart. The results of the second group
    ///     start `groupStep` after the results of the first group.
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
    /// Handles two blocks per iteration, because the sums and operands of two blocks fill the registers of a CPU
    /// without AVX2.
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

/// The loops for bytes on every CPU.
@usableFromInline package enum ByteKernels: ReductionKernels { @usableFromInline package typealias Sample = UInt8 }

/// The loops for floats on every CPU.
@usableFromInline package enum FloatKernels: ReductionKernels { @usableFromInline package typealias Sample = Float }
