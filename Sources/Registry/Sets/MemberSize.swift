/// The size of a member of a set.
package enum MemberSize: Hashable, Sendable {
    /// The size that the processors produce. A set that has only formats uses this case.
    case unchanged
    /// A width or a height in pixels.
    case length(Int)
    /// The width or the height of the source.
    case ofSource
    /// A multiple of the size that the processors produce.
    case density(PixelDensity)

    /// The segment for this size in the id of the member; nil if the id contains no size. For the length of the source,
    /// the segment is the word `source`. When the source is known, its length replaces this word.
    var segment: String? {
        switch self {
        case .unchanged: nil
        case .length(let length): String(length)
        case .ofSource: "source"
        case .density(let density): density.text + "x"
        }
    }

    /// A number by which the members of a set are sorted. The member with the length of the source comes last, because
    /// this length is not known here.
    package var order: Double {
        switch self {
        case .unchanged: 0
        case .length(let length): Double(length)
        case .ofSource: .infinity
        case .density(let density): density.factor
        }
    }
}
