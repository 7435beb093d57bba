import Synchronization

/// Lanczos' filter for rows of one length, as `RowReduction` wants it: a window's weights in twos, each weight once for
/// every band of a pixel, that of a pixel before that of the next.
struct RowFilter<Sample: ReducibleSample>: Sendable {
    /// Where each window begins.
    let firsts: [Int]
    /// `pairs` for each window, with zeros after those of shorter windows.
    let weights: [SIMD8<Sample.Lane>]
    let pairs: Int

    init(from width: Int, to target: Int) {
        let windows = LanczosWindow.windows(from: width, to: target)
        let pairs = ((windows.map(\.weights.count).max() ?? 0) + 1) / 2
        self.pairs = pairs
        firsts = windows.map(\.first)
        weights = windows.flatMap { window in
            let lanes = Sample.lanes(ofWeights: window.weights)
            func weight(_ place: Int) -> SIMD4<Sample.Lane> {
                place < lanes.count ? SIMD4(repeating: lanes[place]) : SIMD4()
            }
            return (0..<pairs).map { interleaving(weight(2 * $0), weight(2 * $0 + 1)) }
        }
    }
}

/// The filters of the lengths met last: the pictures of a folder often have one size, and a filter takes as long to work
/// out as two hundred rows take to reduce.
final class RecentFilters<Sample: ReducibleSample>: Sendable {
    private struct Lengths: Hashable {
        let width, target: Int
    }

    /// Some megabytes at most.
    private static var room: Int { 16 }

    private let filters = Mutex<[Lengths: RowFilter<Sample>]>([:])

    func filter(from width: Int, to target: Int) -> RowFilter<Sample> {
        let lengths = Lengths(width: width, target: target)
        return filters.withLock { filters in
            if let known = filters[lengths] { return known }
            if filters.count == Self.room { filters.removeAll() }
            let filter = RowFilter<Sample>(from: width, to: target)
            filters[lengths] = filter
            return filter
        }
    }
}
