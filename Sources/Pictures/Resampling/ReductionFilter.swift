import ResamplingKernels

/// The Lanczos filter for rows or columns of one length, in the form that a `Reduction` needs: the weights of each
/// window in pairs, one weight for a sample with an even index and one weight for the next sample.
struct ReductionFilter<Sample: ReducibleSample>: Sendable {
    /// A pair of weights, repeated eight times.
    typealias Pair = SIMD16<Sample.Lane>

    /// A kind of window, and whether the window begins at an odd sample. A window that begins at an odd sample has a
    /// zero before its weights.
    private struct Kind: Hashable {
        let window: LanczosWindow.Kind
        let isOdd: Bool
    }

    let windows: [FilterWindow]
    /// The weights of all kinds of windows. A pair that extends beyond the window has a zero there. Windows of the same
    /// kind share their weights, so there are few weights. For example, a reduction from 800 to 500 needs only five
    /// kinds in addition to the kinds at the ends. Few weights are computed quickly, and they stay in the cache of the
    /// processor.
    let weights: [Pair]
    /// The number of most recent pairs that a caller must keep if it receives the samples pair by pair. To compute a
    /// window, the caller needs the pairs from the start of this window. At this time, it has received all pairs up to
    /// the furthest end of this window and all earlier windows. So it must keep all pairs from that start to that end.
    /// The property is the maximum number of these pairs over all windows.
    let bufferedPairs: Int

    init(from length: Int, showing extent: Extent, to target: Int) {
        var weights: [Pair] = []
        // For each kind, the pairs and the weights of its windows. Here, `firstPair` counts from the pair that contains
        // the first sample of the window.
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
        var buffered = 0
        for window in windows {
            end = max(end, window.firstPair + window.pairs)
            buffered = max(buffered, end - window.firstPair)
        }
        bufferedPairs = buffered
    }

    /// Appends the weights of the first window of a kind.
    /// - Returns: the window. Its `firstPair` is relative to the pair that contains the sample `window.first`.
    private static func adding(_ window: LanczosWindow, to weights: inout [Pair]) -> FilterWindow {
        var lanes = Sample.lanes(ofWeights: window.weights)
        // Drop zeros at both ends. For example, if the length does not change, all weights except one are zero.
        let leadingZeros = lanes.prefix { $0 == 0 }.count
        lanes.removeFirst(leadingZeros)
        while lanes.last == 0 { lanes.removeLast() }
        let first = window.first + leadingZeros
        if first % 2 == 1 { lanes.insert(0, at: 0) }
        if lanes.count % 2 == 1 { lanes.append(0) }
        let firstWeight = weights.count
        for index in stride(from: 0, to: lanes.count, by: 2) {
            weights.append(interleaving(SIMD8(repeating: lanes[index]), SIMD8(repeating: lanes[index + 1])))
        }
        return FilterWindow(
            firstPair: first / 2 - window.first / 2,
            pairs: lanes.count / 2,
            firstWeight: firstWeight
        )
    }
}
