import ResamplingKernels

/// Lanczos' filter for rows or columns of one length, as a `Reduction` wants it: a window's weights in twos, for a sample at
/// an even place and the next.
struct ReductionFilter<Sample: ReducibleSample>: Sendable {
    /// The two weights, eight times.
    typealias Pair = SIMD16<Sample.Lane>

    /// Windows that begin at an odd sample have a zero before their weights.
    private struct Kind: Hashable {
        let window: LanczosWindow.Kind
        let isOdd: Bool
    }

    let windows: [FilterWindow]
    /// Those of a window, with a zero where a pair reaches over its ends. Windows of a kind share theirs: at 8 to 5 there are
    /// five kinds, which are worked out in no time, and which a processor has at hand.
    let weights: [Pair]
    /// The most from the beginning of a window to the end of it and of all before it: who is given the samples one by one
    /// must hold so many.
    let heldPairs: Int

    init(from length: Int, showing extent: Extent, to target: Int) {
        var weights: [Pair] = []
        // The first of each kind.
        var known: [Kind: FilterWindow] = [:]
        windows = LanczosWindow.windows(from: length, showing: extent, to: target).map { window in
            let kind = Kind(window: window.kind, isOdd: window.first % 2 == 1)
            let first = known[kind] ?? Self.adding(window, to: &weights)
            known[kind] = first
            return FilterWindow(
                firstPair: first.firstPair + window.first / 2,
                pairs: first.pairs,
                firstWeight: first.firstWeight
            )
        }
        self.weights = weights
        var end = 0
        var held = 0
        for window in windows {
            end = max(end, window.firstPair + window.pairs)
            held = max(held, end - window.firstPair)
        }
        heldPairs = held
    }

    /// Adds the weights of the first window of a kind.
    /// - Returns: the window, its first pair from the one that it begins in.
    private static func adding(_ window: LanczosWindow, to weights: inout [Pair]) -> FilterWindow {
        var lanes = Sample.lanes(ofWeights: window.weights)
        // A length that stays as it is has one weight among nothing.
        let nothing = lanes.prefix { $0 == 0 }.count
        lanes.removeFirst(nothing)
        while lanes.last == 0 { lanes.removeLast() }
        let first = window.first + nothing
        if first % 2 == 1 { lanes.insert(0, at: 0) }
        if lanes.count % 2 == 1 { lanes.append(0) }
        let firstWeight = weights.count
        for place in stride(from: 0, to: lanes.count, by: 2) {
            weights.append(interleaving(SIMD8(repeating: lanes[place]), SIMD8(repeating: lanes[place + 1])))
        }
        return FilterWindow(
            firstPair: first / 2 - window.first / 2,
            pairs: lanes.count / 2,
            firstWeight: firstWeight
        )
    }
}
