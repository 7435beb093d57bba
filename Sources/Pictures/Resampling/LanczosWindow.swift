import Foundation

/// The part of a row or column that one sample of a resampled image is made of, by Lanczos' filter of three lobes,
/// placed as Pillow places it (`Resample.c`).
struct LanczosWindow {
    /// Windows of one kind have the same weights: their centres lie alike between two samples, and the ends of the row or
    /// column cut them alike.
    struct Kind: Hashable {
        /// Where the centre lies in the sample that it falls on, of twice as many parts as there will be samples.
        let phase: Int
        /// The first sample, from that one.
        let start: Int
        let count: Int
    }

    private static let lobes = 3.0

    /// The first sample.
    let first: Int
    let kind: Kind
    private let center, filterScale: Double

    /// What each sample from the first on counts; together 1. Worked out anew each time.
    var weights: [Double] {
        let weights = (first..<first + kind.count).map { Self.filter((Double($0) - center + 0.5) / filterScale) }
        let sum = weights.reduce(0, +)
        return weights.map { $0 / sum }
    }

    /// The windows of all samples of a row or column that is made `target` samples long.
    /// - Parameter extent: what the row or column shows, if that is not its length.
    static func windows(
        from length: Int,
        showing extent: Extent? = nil,
        to target: Int
    ) -> some Sequence<LanczosWindow> {
        let extent = extent ?? Extent(length)
        let scale = extent.value / Double(target)
        // Reducing widens the filter, so that every sample of the source counts.
        let filterScale = max(scale, 1)
        // One by one: a row may be millions of samples long.
        return (0..<target).lazy.map { place in
            let center = (Double(place) + 0.5) * scale
            let first = max(0, Int(center - lobes * filterScale + 0.5))
            let end = min(length, Int(center + lobes * filterScale + 0.5))
            let (middle, phase) = ((2 * place + 1) * extent.numerator)
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
