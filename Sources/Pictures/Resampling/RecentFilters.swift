import Synchronization

/// Filters that were wanted before: the pictures of a folder often have one size, and to work a filter out takes as long as
/// to send many rows through it.
final class RecentFilters<Sample: ReducibleSample>: Sendable {
    private struct Lengths: Hashable {
        let length, target: Int
        let extent: Extent
    }

    /// So many are kept, none with more windows and weights: 64 MiB at most.
    private static var room: Int { 32 }
    private static var maxParts: Int { 1 << 15 }

    private let filters = Mutex<[Lengths: ReductionFilter<Sample>]>([:])

    func filter(from length: Int, showing extent: Extent, to target: Int) -> ReductionFilter<Sample> {
        let lengths = Lengths(length: length, target: target, extent: extent)
        return filters.withLock { filters in
            if let known = filters[lengths] { return known }
            let filter = ReductionFilter<Sample>(from: length, showing: extent, to: target)
            guard filter.windows.count + filter.weights.count <= Self.maxParts else { return filter }
            if filters.count == Self.room { filters.removeAll() }
            filters[lengths] = filter
            return filter
        }
    }
}
