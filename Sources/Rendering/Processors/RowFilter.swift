import Synchronization

/// Lanczos' filter for rows of one length, as `RowReduction` wants it: a window's weights in twos, for a pixel at an even
/// place and the next, each weight once for every band.
struct RowFilter<Sample: ReducibleSample>: Sendable {
    typealias Pair = SIMD8<Sample.Lane>

    struct Window {
        /// The pair of pixels that it begins with, and where its weights begin.
        let firstPair, firstWeight: Int
    }

    let windows: [Window]
    /// `pairs` for each window, with zeros around. Windows that lie alike between the pixels share theirs: at 8 to 5 there
    /// are five kinds, which a processor has at hand, where those of all windows would fill its cache.
    let weights: [Pair]
    let pairs: Int

    init(from width: Int, to target: Int) {
        let exact = LanczosWindow.windows(from: width, to: target)
        // The first of them may be odd.
        let pairs = ((exact.map { $0.first % 2 + $0.weights.count }.max() ?? 0) + 1) / 2
        var weights: [Pair] = []
        var known: [[Sample.Lane]: Int] = [:]
        windows = exact.map { window in
            var lanes = Sample.lanes(ofWeights: window.weights)
            if window.first % 2 == 1 { lanes.insert(0, at: 0) }
            lanes += repeatElement(0, count: 2 * pairs - lanes.count)
            let firstWeight = known[lanes] ?? weights.count
            if firstWeight == weights.count {
                known[lanes] = firstWeight
                for place in stride(from: 0, to: lanes.count, by: 2) {
                    weights.append(interleaving(SIMD4(repeating: lanes[place]), SIMD4(repeating: lanes[place + 1])))
                }
            }
            return Window(firstPair: window.first / 2, firstWeight: firstWeight)
        }
        self.weights = weights
        self.pairs = pairs
    }
}

/// Filters that were wanted before: the pictures of a folder often have one size, and a filter takes as long to work out as
/// two hundred rows take to reduce.
final class RecentFilters<Sample: ReducibleSample>: Sendable {
    private struct Lengths: Hashable {
        let width, target: Int
    }

    /// So many are kept, none with more pairs of weights: 16 MiB for bytes.
    private static var room: Int { 16 }
    private static var mostWeights: Int { 1 << 16 }

    private let filters = Mutex<[Lengths: RowFilter<Sample>]>([:])

    func filter(from width: Int, to target: Int) -> RowFilter<Sample> {
        let lengths = Lengths(width: width, target: target)
        return filters.withLock { filters in
            if let known = filters[lengths] { return known }
            let filter = RowFilter<Sample>(from: width, to: target)
            guard filter.weights.count <= Self.mostWeights else { return filter }
            if filters.count == Self.room { filters.removeAll() }
            filters[lengths] = filter
            return filter
        }
    }
}
