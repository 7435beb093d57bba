/// The range of source samples that one result sample is computed from, counted in pairs of neighbouring samples.
@usableFromInline package struct FilterWindow: Sendable {
    /// The index of the first pair, and the number of pairs.
    @usableFromInline package let firstPair, pairs: Int
    /// The index of the first weight in the weights of the filter.
    @usableFromInline package let firstWeight: Int

    @usableFromInline package init(firstPair: Int, pairs: Int, firstWeight: Int) {
        (self.firstPair, self.pairs, self.firstWeight) = (firstPair, pairs, firstWeight)
    }
}
