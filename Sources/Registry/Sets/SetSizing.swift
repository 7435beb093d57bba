/// The sizes of a set.
package enum SetSizing: Hashable, Sendable {
    /// The set has only formats.
    case unchanged
    /// Widths or heights, from small to large.
    case lengths(SetSide, [Int], SetResizing)
    /// Multiples of the size in the registry, from small to large.
    case densities([PixelDensity], SetResizing)

    /// The sizes of the members for each format.
    var sizes: [MemberSize] {
        switch self {
        case .unchanged: [.unchanged]
        case .lengths(_, let lengths, _): lengths.map { .length($0) } + [.ofSource]
        case .densities(let densities, _): densities.map { .density($0) }
        }
    }

    /// Returns the sides of the resize processor for a size; nil if the set does not change this processor.
    func sides(for size: MemberSize) -> [SetSide: Int]? {
        switch (self, size) {
        case (.lengths(let side, _, let resizing), .length(let length)): resizing.sides(side, length)
        // The length of the source is not known here, so use the largest length of the set instead.
        case (.lengths(let side, let lengths, let resizing), .ofSource):
            resizing.sides(side, lengths[lengths.count - 1])
        case (.densities(_, let resizing), .density(let density)): resizing.sides(density)
        default: nil
        }
    }
}

/// The side of an image that a set varies.
package enum SetSide: String, CaseIterable, Sendable {
    case width, height

    /// The key of the registry for the lengths of this side.
    var key: String { rawValue + "s" }

    var other: SetSide { self == .width ? .height : .width }

    func length(_ size: (width: Int, height: Int)) -> Int { self == .width ? size.width : size.height }
}
