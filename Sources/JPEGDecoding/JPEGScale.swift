/// The size of a decoded plane, relative to the stored size: a block of 8 × 8 samples becomes a block of 1, 2, 4, or 8
/// samples in each direction.
package enum JPEGScale: Int, CaseIterable, Comparable, Sendable {
    case eighth, quarter, half, full

    /// The number of samples of a block in each direction.
    package var samplesPerBlock: Int { 1 << rawValue }

    package static func < (a: JPEGScale, b: JPEGScale) -> Bool { a.rawValue < b.rawValue }
}
