/// The alignment of lines of different lengths.
package enum TextAlignment: String, CaseIterable, Sendable {
    case left
    case center
    case right
}
