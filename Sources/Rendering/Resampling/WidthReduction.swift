/// Makes rows of pixels shorter by Lanczos' filter, eight at a time: they go through the filter side by side, so that a
/// weight, which counts for all of them alike, is fetched once for sixteen samples.
final class WidthReduction<Sample: ReducibleSample> {
    /// So many rows are reduced together.
    static var rowCount: Int { 2 * rowsOfGroup }

    /// The rows are in two groups, as a processor holds the sums of four.
    private static var rowsOfGroup: Int { 4 }

    private let filter: ReductionFilter<Sample>
    private let width: Int
    private let target: Int
    private let bands: Int
    /// What the four rows of a group have at each place, side by side; group after group.
    private let columns: UnsafeMutablePointer<SIMD4<Sample>>
    private let columnsOfGroup: Int
    /// The columns of a band in twos, those of both groups in turn; band after band.
    private let pairs: UnsafeMutablePointer<SIMD8<Sample.Lane>>
    private let pairsOfBand: Int

    init(from width: Int, to target: Int, bands: Int) {
        // The results go where the columns were.
        precondition(target <= width)
        filter = Sample.filters.filter(from: width, to: target)
        self.width = width
        self.target = target
        self.bands = bands
        // What lies beyond the end counts nothing, but is looked at: three columns in `transpose`, a pixel in `spread`.
        columnsOfGroup = (width + 1) * bands + 3
        columns = .allocate(capacity: 2 * columnsOfGroup)
        columns.initialize(repeating: SIMD4(), count: 2 * columnsOfGroup)
        pairsOfBand = (width + 1) / 2 * 2
        pairs = .allocate(capacity: pairsOfBand * bands)
        pairs.initialize(repeating: SIMD8(), count: pairsOfBand * bands)
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
        filterColumns()
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
            let transposed = transposing(four(0, place), four(1, place), four(2, place), four(3, place))
            UnsafeMutableRawPointer(columns + place).storeBytes(of: transposed, as: SIMD16<Sample>.self)
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
    private func filterColumns() {
        let half = SIMD4<Sample.Sum>(repeating: Sample.half)
        filter.weights.withUnsafeBufferPointer { allWeights in
            guard let allWeights = allWeights.baseAddress else { return }
            for band in 0..<bands {
                let ofBand = pairs + band * pairsOfBand
                var column = columns + band
                for window in filter.windows {
                    let pairs = ofBand + 2 &* window.firstPair
                    let weights = allWeights + window.firstWeight
                    var (first, second) = (half, half)
                    for pair in 0..<window.pairs {
                        first = Sample.adding(pairs[2 &* pair], times: weights[pair], to: first)
                        second = Sample.adding(pairs[2 &* pair &+ 1], times: weights[pair], to: second)
                    }
                    column[0] = Sample.samples(from: first)
                    column[columnsOfGroup] = Sample.samples(from: second)
                    column += bands
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
            let rows = transposing(columns[place], columns[place &+ 1], columns[place &+ 2], columns[place &+ 3])
            set(0, place, rows.lowHalf.lowHalf)
            set(1, place, rows.lowHalf.highHalf)
            set(2, place, rows.highHalf.lowHalf)
            set(3, place, rows.highHalf.highHalf)
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
