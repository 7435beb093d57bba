import Synchronization

/// Lanczos' filter for rows or columns of one length, as a `Reduction` wants it: a window's weights in twos, for a sample at
/// an even place and the next.
struct ReductionFilter<Sample: ReducibleSample>: Sendable {
    /// The two weights, four times.
    typealias Pair = SIMD8<Sample.Lane>

    struct Window {
        /// The pair of samples that it begins with, and how many there are.
        let firstPair, pairs: Int
        /// Where its weights begin.
        let firstWeight: Int
    }

    let windows: [Window]
    /// Those of a window, with a zero where a pair reaches over its ends. Windows that lie alike between the samples share
    /// theirs: at 8 to 5 there are five kinds, which a processor has at hand, where those of all windows would fill its
    /// cache.
    let weights: [Pair]
    /// Of the longest window.
    let mostPairs: Int

    init(from length: Int, to target: Int) {
        var weights: [Pair] = []
        var known: [[Sample.Lane]: Int] = [:]
        windows = LanczosWindow.windows(from: length, to: target).map { window in
            var lanes = Sample.lanes(ofWeights: window.weights)
            if window.first % 2 == 1 { lanes.insert(0, at: 0) }
            if lanes.count % 2 == 1 { lanes.append(0) }
            let firstWeight = known[lanes] ?? weights.count
            if firstWeight == weights.count {
                known[lanes] = firstWeight
                for place in stride(from: 0, to: lanes.count, by: 2) {
                    weights.append(interleaving(SIMD4(repeating: lanes[place]), SIMD4(repeating: lanes[place + 1])))
                }
            }
            return Window(firstPair: window.first / 2, pairs: lanes.count / 2, firstWeight: firstWeight)
        }
        self.weights = weights
        mostPairs = windows.map(\.pairs).max() ?? 0
    }
}

/// Filters that were wanted before: the pictures of a folder often have one size, and a filter takes as long to work out as
/// two hundred rows take to reduce.
final class RecentFilters<Sample: ReducibleSample>: Sendable {
    private struct Lengths: Hashable {
        let length, target: Int
    }

    /// So many are kept, none with more pairs of weights: 32 MiB for bytes.
    private static var room: Int { 32 }
    private static var mostWeights: Int { 1 << 16 }

    private let filters = Mutex<[Lengths: ReductionFilter<Sample>]>([:])

    func filter(from length: Int, to target: Int) -> ReductionFilter<Sample> {
        let lengths = Lengths(length: length, target: target)
        return filters.withLock { filters in
            if let known = filters[lengths] { return known }
            let filter = ReductionFilter<Sample>(from: length, to: target)
            guard filter.weights.count <= Self.mostWeights else { return filter }
            if filters.count == Self.room { filters.removeAll() }
            filters[lengths] = filter
            return filter
        }
    }
}
