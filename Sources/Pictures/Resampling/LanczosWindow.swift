#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The range of source samples that one sample of a resampled row or column is computed from, with the weights of a
/// three-lobed Lanczos filter. Each window covers the same samples as in Pillow (`Resample.c`).
struct LanczosWindow {
    /// Windows of one kind have the same weights. The centre of each window has the same offset within its sample, and
    /// the ends of the row or column cut off the same part of each window.
    struct Kind: Hashable {
        /// The offset of the centre from the start of the source sample that contains the centre. The unit of the
        /// offset is the same for all windows of a row or column.
        let phase: Int
        /// The first sample, relative to the sample that contains the centre.
        let start: Int
        let count: Int
    }

    private static let lobes = 3.0

    /// The index of the first sample.
    let first: Int
    let kind: Kind
    private let center, filterScale: Double

    /// The weights of the samples. Their sum is 1. Each access computes them again.
    var weights: [Double] {
        let weights = (first..<first + kind.count).map { Self.filter((Double($0) - center + 0.5) / filterScale) }
        let sum = weights.reduce(0, +)
        return weights.map { $0 / sum }
    }

    /// The windows of all samples of a row or column that is resampled to `target` samples.
    /// - Parameter extent: the extent that the row or column shows, if it differs from the length.
    static func windows(
        from length: Int,
        showing extent: Extent? = nil,
        to target: Int
    ) -> some Sequence<LanczosWindow> {
        let extent = extent ?? Extent(length)
        let scale = extent.value / Double(target)
        // A reduction widens the filter, so that it removes details that are too fine for the result.
        let filterScale = max(scale, 1)
        // The sequence is lazy, because a row can have millions of samples, and a list of their windows would need much
        // memory.
        return (0..<target).lazy.map { index in
            let center = (Double(index) + 0.5) * scale
            let first = max(0, Int(center - lobes * filterScale + 0.5))
            let end = min(length, Int(center + lobes * filterScale + 0.5))
            let (middle, phase) = ((2 * index + 1) * extent.numerator)
                .quotientAndRemainder(dividingBy: 2 * target * extent.denominator)
            let kind = Kind(phase: phase, start: first - middle, count: end - first)
            return LanczosWindow(first: first, kind: kind, center: center, filterScale: filterScale)
        }
    }

    private static func filter(_ x: Double) -> Double {
        guard abs(x) < lobes else { return 0 }
        func sinc(_ x: Double) -> Double { x == 0 ? 1 : sin(x * .pi) / (x * .pi) }
        return sinc(x) * sinc(x / lobes)
    }
}
