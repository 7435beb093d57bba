/// `[a-z]` or `[!a-z]`.
struct GlobBrackets: Hashable, Sendable {
    var ranges: [ClosedRange<UInt32>] = []
    var isNegated = false

    /// - Parameter scalar: a Unicode scalar, or a number above U+10FFFF for a byte that is not UTF-8.
    func matches(_ scalar: UInt32) -> Bool {
        ranges.contains { $0.contains(scalar) } != isNegated
    }

    /// The same brackets, with each ASCII letter in both cases.
    var inEitherCase: GlobBrackets {
        let (upper, lower, distance) = (UInt32(65)...90, UInt32(97)...122, UInt32(32))
        var both = self
        for range in ranges {
            if range.overlaps(upper) {
                let letters = range.clamped(to: upper)
                both.ranges.append(letters.lowerBound + distance...letters.upperBound + distance)
            }
            if range.overlaps(lower) {
                let letters = range.clamped(to: lower)
                both.ranges.append(letters.lowerBound - distance...letters.upperBound - distance)
            }
        }
        return both
    }
}
