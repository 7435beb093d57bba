import Synchronization

/// A cache of filters. The pictures of a folder often have the same size, so they need the same filters. The
/// computation of a filter takes as long as the reduction of many rows with the filter.
final class RecentFilters<Sample: ReducibleSample>: Sendable {
    private struct Lengths: Hashable {
        let length, target: Int
        let extent: Extent
    }

    /// The maximum number of filters, and the maximum sum of the windows and weights of a filter. All filters of one
    /// sample type together take at most 64 MiB.
    private static var maxCount: Int { 32 }
    private static var maxParts: Int { 1 << 15 }

    private let filters = Mutex<[Lengths: ReductionFilter<Sample>]>([:])

    func filter(from length: Int, showing extent: Extent, to target: Int) -> ReductionFilter<Sample> {
        let lengths = Lengths(length: length, target: target, extent: extent)
        return filters.withLock { filters in
            if let known = filters[lengths] { return known }
            let filter = ReductionFilter<Sample>(from: length, showing: extent, to: target)
            guard filter.windows.count + filter.weights.count <= Self.maxParts else { return filter }
            if filters.count == Self.maxCount { filters.removeAll() }
            filters[lengths] = filter
            return filter
        }
    }
}
