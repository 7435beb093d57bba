import Foundation

/// The part of a row or column that one sample of a resampled image is made of, by Lanczos' filter of three lobes,
/// placed as Pillow places it (`Resample.c`).
struct LanczosWindow {
    private static let lobes = 3.0

    /// The first sample.
    let first: Int
    /// What each sample from there on counts; together 1.
    let weights: [Double]

    /// The windows of all samples of a row or column that is made `target` samples long.
    static func windows(from length: Int, to target: Int) -> some Sequence<LanczosWindow> {
        let scale = Double(length) / Double(target)
        // Reducing widens the filter, so that every sample of the source counts.
        let filterScale = max(scale, 1)
        // One by one: a row may be millions of samples long.
        return (0..<target).lazy.map { place in
            let center = (Double(place) + 0.5) * scale
            let first = max(0, Int(center - lobes * filterScale + 0.5))
            let end = min(length, Int(center + lobes * filterScale + 0.5))
            let weights = (first..<end).map { filter((Double($0) - center + 0.5) / filterScale) }
            let sum = weights.reduce(0, +)
            return LanczosWindow(first: first, weights: weights.map { $0 / sum })
        }
    }

    private static func filter(_ x: Double) -> Double {
        guard abs(x) < lobes else { return 0 }
        func sinc(_ x: Double) -> Double { x == 0 ? 1 : sin(x * .pi) / (x * .pi) }
        return sinc(x) * sinc(x / lobes)
    }
}
