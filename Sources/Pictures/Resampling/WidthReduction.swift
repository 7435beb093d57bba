import ResamplingKernels

/// Makes rows of pixels shorter by Lanczos' filter, sixteen at a time: they go through the filter side by side, so that a
/// weight, which counts for all of them alike, is fetched once for thirty-two samples.
final class WidthReduction<Sample: ReducibleSample> {
    /// So many rows are reduced together.
    static var rowCount: Int { 2 * rowsOfGroup }

    /// The rows are in two groups, each of as many as a register of AVX2 holds sums.
    private static var rowsOfGroup: Int { 8 }

    private let filter: ReductionFilter<Sample>
    private let kernels: any ReductionKernels<Sample>.Type
    private let width: Int
    private let target: Int
    private let bands: Int
    /// What the eight rows of a group have at each place, side by side; group after group.
    private let columns: UnsafeMutablePointer<SIMD8<Sample>>
    private let columnsOfGroup: Int
    /// The columns of a band in twos, those of both groups in turn; band after band.
    private let pairs: UnsafeMutablePointer<SIMD16<Sample.Lane>>
    private let pairsOfBand: Int

    init(
        from width: Int,
        showing extent: Extent,
        to target: Int,
        bands: Int,
        kernels: any ReductionKernels<Sample>.Type
    ) {
        // The results go where the columns were.
        precondition(target <= width)
        filter = Sample.filters.filter(from: width, showing: extent, to: target)
        self.kernels = kernels
        self.width = width
        self.target = target
        self.bands = bands
        // What lies beyond the end counts nothing, but is looked at: three columns in `transpose`, a pixel in `spread`.
        columnsOfGroup = (width + 1) * bands + 3
        columns = .allocate(capacity: 2 * columnsOfGroup)
        columns.initialize(repeating: SIMD8(), count: 2 * columnsOfGroup)
        pairsOfBand = (width + 1) / 2 * 2
        pairs = .allocate(capacity: pairsOfBand * bands)
        pairs.initialize(repeating: SIMD16(), count: pairsOfBand * bands)
    }

    deinit {
        columns.deallocate()
        pairs.deallocate()
    }

    /// - Parameters:
    ///   - rows: `width * bands` samples each, and room for three more; so far from one to the next is `length`.
    ///   - results: one behind the other, `target * bands` samples each.
    ///   - count: of the results that are wanted.
    func reduce(
        _ rows: UnsafePointer<Sample>,
        length: Int,
        to results: UnsafeMutablePointer<Sample>,
        count: Int
    ) {
        for group in 0...1 {
            transpose(rows + group * Self.rowsOfGroup * length, length, group: group)
            spread(group: group)
        }
        sumColumns()
        for group in 0...1 {
            let first = group * Self.rowsOfGroup
            let wanted = min(Self.rowsOfGroup, count - first)
            if wanted > 0 { transposeBack(group: group, to: results + first * target * bands, count: wanted) }
        }
    }

    private func transpose(_ rows: UnsafePointer<Sample>, _ length: Int, group: Int) {
        func four(_ row: Int, _ place: Int) -> SIMD4<Sample> {
            UnsafeRawPointer(rows + (row &* length &+ place)).loadUnaligned(as: SIMD4<Sample>.self)
        }
        let columns = columns + group * columnsOfGroup
        for place in stride(from: 0, to: width * bands, by: 4) {
            let upper = transposing(four(0, place), four(1, place), four(2, place), four(3, place))
            let lower = transposing(four(4, place), four(5, place), four(6, place), four(7, place))
            columns[place] = SIMD8(lowHalf: upper.lowHalf.lowHalf, highHalf: lower.lowHalf.lowHalf)
            columns[place &+ 1] = SIMD8(lowHalf: upper.lowHalf.highHalf, highHalf: lower.lowHalf.highHalf)
            columns[place &+ 2] = SIMD8(lowHalf: upper.highHalf.lowHalf, highHalf: lower.highHalf.lowHalf)
            columns[place &+ 3] = SIMD8(lowHalf: upper.highHalf.highHalf, highHalf: lower.highHalf.highHalf)
        }
    }

    private func spread(group: Int) {
        for band in 0..<bands {
            let pairs = pairs + (band * pairsOfBand + group)
            var column = columns + (group * columnsOfGroup + band)
            for pair in 0..<(width + 1) / 2 {
                pairs[2 &* pair] = Sample.lanes(interleaving(column[0], column[bands]))
                column += 2 &* bands
            }
        }
    }

    /// Into `columns`, which have been spread.
    private func sumColumns() {
        filter.weights.withUnsafeBufferPointer { weights in
            filter.windows.withUnsafeBufferPointer { windows in
                guard let weights = weights.baseAddress else { return }
                for band in 0..<bands {
                    kernels.sumColumns(
                        pairs + band * pairsOfBand,
                        weights: weights,
                        windows: windows,
                        to: columns + band,
                        step: bands,
                        groupStep: columnsOfGroup
                    )
                }
            }
        }
    }

    private func transposeBack(group: Int, to results: UnsafeMutablePointer<Sample>, count: Int) {
        let columns = columns + group * columnsOfGroup
        let length = target * bands
        let whole = count == Self.rowsOfGroup ? length & ~3 : 0
        func set(_ row: Int, _ place: Int, _ four: SIMD4<Sample>) {
            UnsafeMutableRawPointer(results + (row &* length &+ place)).storeBytes(of: four, as: SIMD4<Sample>.self)
        }
        for place in stride(from: 0, to: whole, by: 4) {
            let (first, second) = (columns[place], columns[place &+ 1])
            let (third, fourth) = (columns[place &+ 2], columns[place &+ 3])
            let upper = transposing(first.lowHalf, second.lowHalf, third.lowHalf, fourth.lowHalf)
            let lower = transposing(first.highHalf, second.highHalf, third.highHalf, fourth.highHalf)
            set(0, place, upper.lowHalf.lowHalf)
            set(1, place, upper.lowHalf.highHalf)
            set(2, place, upper.highHalf.lowHalf)
            set(3, place, upper.highHalf.highHalf)
            set(4, place, lower.lowHalf.lowHalf)
            set(5, place, lower.lowHalf.highHalf)
            set(6, place, lower.highHalf.lowHalf)
            set(7, place, lower.highHalf.highHalf)
        }
        for place in whole..<length {
            for row in 0..<count { results[row * length + place] = columns[place][row] }
        }
    }

    /// The first elements of all four, then the second ones, and so on.
    @inline(__always)
    private func transposing(
        _ first: SIMD4<Sample>,
        _ second: SIMD4<Sample>,
        _ third: SIMD4<Sample>,
        _ fourth: SIMD4<Sample>
    ) -> SIMD16<Sample> {
        let upper = unsafeBitCast(interleaving(first, second), to: SIMD4<Sample.Couple>.self)
        let lower = unsafeBitCast(interleaving(third, fourth), to: SIMD4<Sample.Couple>.self)
        return unsafeBitCast(interleaving(upper, lower), to: SIMD16<Sample>.self)
    }
}
