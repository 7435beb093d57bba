/// The size of a member of a set.
package enum MemberSize: Hashable, Sendable {
    /// The size that the processors give. The set has only formats.
    case unchanged
    /// A width or a height in pixels.
    case length(Int)
    /// The width or the height of the source.
    case ofSource
    /// A multiple of the size that the processors give.
    case density(PixelDensity)

    /// The segment of the id; nil if the id has none. For the length of the source it is a word, which is replaced by
    /// the number as soon as the source is known.
    var segment: String? {
        switch self {
        case .unchanged: nil
        case .length(let length): String(length)
        case .ofSource: "source"
        case .density(let density): density.text + "x"
        }
    }

    /// The order of the sizes in a page. The length of the source has no fixed position.
    package var order: Double {
        switch self {
        case .unchanged: 0
        case .length(let length): Double(length)
        case .ofSource: .infinity
        case .density(let density): density.factor
        }
    }
}
