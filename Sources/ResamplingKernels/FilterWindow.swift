/// The part of a row or column that one sample of a shorter one is made of, in pairs of neighbours.
@usableFromInline package struct FilterWindow: Sendable {
    /// The pair of samples that it begins with, and how many there are.
    @usableFromInline package let firstPair, pairs: Int
    /// Where the weights of its pairs begin among all of a filter's.
    @usableFromInline package let firstWeight: Int

    @usableFromInline package init(firstPair: Int, pairs: Int, firstWeight: Int) {
        (self.firstPair, self.pairs, self.firstWeight) = (firstPair, pairs, firstWeight)
    }
}
