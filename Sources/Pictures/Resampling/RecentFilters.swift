import Synchronization

/// A cache of filters. The pictures of a folder often have the same size, so they need the same filters. The
/// computation of a filter takes as long as the reduction of many rows with the filter.
final class RecentFilters<Sample: ReducibleSample>: Sendable {
    private struct Lengths: Hashable {
        let length, target: Int
        let extent: Extent
    }

    /// The maximum number of windows and weights of all filters together. With this limit, the filters of one sample
    /// type take at most 64 MiB. A filter is kept only if it has at most a 32nd of this number, so there is room for
    /// the many small filters of small pictures.
    private static var maxParts: Int { 1 << 20 }

    private struct State {
        var filters: [Lengths: ReductionFilter<Sample>] = [:]
        var parts = 0
    }

    private let state = Mutex(State())

    func filter(from length: Int, showing extent: Extent, to target: Int) -> ReductionFilter<Sample> {
        let lengths = Lengths(length: length, target: target, extent: extent)
        return state.withLock { state in
            if let known = state.filters[lengths] { return known }
            let filter = ReductionFilter<Sample>(from: length, showing: extent, to: target)
            let parts = filter.windows.count + filter.weights.count
            guard parts <= Self.maxParts / 32 else { return filter }
            if state.parts + parts > Self.maxParts { state = State() }
            state.filters[lengths] = filter
            state.parts += parts
            return filter
        }
    }
}
