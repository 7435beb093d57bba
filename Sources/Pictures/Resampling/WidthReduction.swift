import ResamplingKernels

/// Reduces the width of sixteen rows at a time with a Lanczos filter. The rows are processed in parallel lanes, so that
/// each pair of weights is loaded once for thirty-two samples: two samples in each of the sixteen rows.
final class WidthReduction<Sample: ReducibleSample> {
    /// The number of rows that are reduced together.
    static var rowCount: Int { 2 * rowsPerGroup }

    /// The rows form two groups. The sums of one group fill an AVX2 register.
    private static var rowsPerGroup: Int { 8 }

    private let filter: ReductionFilter<Sample>
    private let kernels: any ReductionKernels<Sample>.Type
    private let width: Int
    private let target: Int
    private let bands: Int
    /// The columns of both groups, one group after the other. A column contains eight samples: the sample at one index
    /// in each of the eight rows of the group. The results replace the source columns.
    private let columns: UnsafeMutablePointer<SIMD8<Sample>>
    private let columnsPerGroup: Int
    /// The columns of each band in pairs, one band after the other. Each pair of the first group of rows is followed by
    /// the same pair of the second group.
    private let pairs: UnsafeMutablePointer<SIMD16<Sample.Lane>>
    private let pairsPerBand: Int

    init(
        from width: Int,
        showing extent: Extent,
        to target: Int,
        bands: Int,
        kernels: any ReductionKernels<Sample>.Type
    ) {
        filter = Sample.filters.filter(from: width, showing: extent, to: target)
        self.kernels = kernels
        self.width = width
        self.target = target
        self.bands = bands
        // The results replace the source columns, so there must be room for the larger number of columns: if a plane of
        // colour differences is enlarged, there are more results than source columns. At the end, `transpose` writes up
        // to three columns too many, and `spread` reads one pixel too many. The additional columns do not affect the
        // result.
        columnsPerGroup = (max(width, target) + 1) * bands + 3
        columns = .allocate(capacity: 2 * columnsPerGroup)
        columns.initialize(repeating: SIMD8(), count: 2 * columnsPerGroup)
        pairsPerBand = (width + 1) / 2 * 2
        pairs = .allocate(capacity: pairsPerBand * bands)
        pairs.initialize(repeating: SIMD16(), count: pairsPerBand * bands)
    }

    deinit {
        columns.deallocate()
        pairs.deallocate()
    }

    /// - Parameters:
    ///   - rows: sixteen rows of `width * bands` samples, each with room for three more samples. The distance between
    ///     two rows is `length`.
    ///   - results: consecutive rows of `target * bands` samples.
    ///   - count: the number of result rows to write.
    func reduce(
        _ rows: UnsafePointer<Sample>,
        length: Int,
        to results: UnsafeMutablePointer<Sample>,
        count: Int
    ) {
        for group in 0...1 {
            transpose(rows + group * Self.rowsPerGroup * length, length, group: group)
            spread(group: group)
        }
        sumColumns()
        for group in 0...1 {
            let first = group * Self.rowsPerGroup
            let wanted = min(Self.rowsPerGroup, count - first)
            if wanted > 0 { transposeBack(group: group, to: results + first * target * bands, count: wanted) }
        }
    }

    private func transpose(_ rows: UnsafePointer<Sample>, _ length: Int, group: Int) {
        func four(_ row: Int, _ index: Int) -> SIMD4<Sample> {
            UnsafeRawPointer(rows + (row &* length &+ index)).loadUnaligned(as: SIMD4<Sample>.self)
        }
        let columns = columns + group * columnsPerGroup
        for index in stride(from: 0, to: width * bands, by: 4) {
            let upper = transposing(four(0, index), four(1, index), four(2, index), four(3, index))
            let lower = transposing(four(4, index), four(5, index), four(6, index), four(7, index))
            columns[index] = SIMD8(lowHalf: upper.lowHalf.lowHalf, highHalf: lower.lowHalf.lowHalf)
            columns[index &+ 1] = SIMD8(lowHalf: upper.lowHalf.highHalf, highHalf: lower.lowHalf.highHalf)
            columns[index &+ 2] = SIMD8(lowHalf: upper.highHalf.lowHalf, highHalf: lower.highHalf.lowHalf)
            columns[index &+ 3] = SIMD8(lowHalf: upper.highHalf.highHalf, highHalf: lower.highHalf.highHalf)
        }
    }

    private func spread(group: Int) {
        for band in 0..<bands {
            let pairs = pairs + (band * pairsPerBand + group)
            var column = columns + (group * columnsPerGroup + band)
            for pair in 0..<(width + 1) / 2 {
                pairs[2 &* pair] = Sample.lanes(interleaving(column[0], column[bands]))
                column += 2 &* bands
            }
        }
    }

    /// Writes the sums of the pairs into `columns`.
    private func sumColumns() {
        filter.weights.withUnsafeBufferPointer { weights in
            filter.windows.withUnsafeBufferPointer { windows in
                guard let weights = weights.baseAddress else { return }
                for band in 0..<bands {
                    kernels.sumColumns(
                        pairs + band * pairsPerBand,
                        weights: weights,
                        windows: windows,
                        to: columns + band,
                        step: bands,
                        groupStep: columnsPerGroup
                    )
                }
            }
        }
    }

    private func transposeBack(group: Int, to results: UnsafeMutablePointer<Sample>, count: Int) {
        let columns = columns + group * columnsPerGroup
        let length = target * bands
        let fullColumns = count == Self.rowsPerGroup ? length & ~3 : 0
        func set(_ row: Int, _ index: Int, _ four: SIMD4<Sample>) {
            UnsafeMutableRawPointer(results + (row &* length &+ index)).storeBytes(of: four, as: SIMD4<Sample>.self)
        }
        for index in stride(from: 0, to: fullColumns, by: 4) {
            let (first, second) = (columns[index], columns[index &+ 1])
            let (third, fourth) = (columns[index &+ 2], columns[index &+ 3])
            let upper = transposing(first.lowHalf, second.lowHalf, third.lowHalf, fourth.lowHalf)
            let lower = transposing(first.highHalf, second.highHalf, third.highHalf, fourth.highHalf)
            set(0, index, upper.lowHalf.lowHalf)
            set(1, index, upper.lowHalf.highHalf)
            set(2, index, upper.highHalf.lowHalf)
            set(3, index, upper.highHalf.highHalf)
            set(4, index, lower.lowHalf.lowHalf)
            set(5, index, lower.lowHalf.highHalf)
            set(6, index, lower.highHalf.lowHalf)
            set(7, index, lower.highHalf.highHalf)
        }
        for index in fullColumns..<length {
            for row in 0..<count { results[row * length + index] = columns[index][row] }
        }
    }

    /// Returns the first elements of all four vectors, then the second elements, and so on.
    @inline(__always)
    private func transposing(
        _ first: SIMD4<Sample>,
        _ second: SIMD4<Sample>,
        _ third: SIMD4<Sample>,
        _ fourth: SIMD4<Sample>
    ) -> SIMD16<Sample> {
        let upper = unsafeBitCast(interleaving(first, second), to: SIMD4<Sample.TwoSamples>.self)
        let lower = unsafeBitCast(interleaving(third, fourth), to: SIMD4<Sample.TwoSamples>.self)
        return unsafeBitCast(interleaving(upper, lower), to: SIMD16<Sample>.self)
    }
}
