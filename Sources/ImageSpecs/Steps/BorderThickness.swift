/// The width of a border in pixels.
package struct BorderThickness: Hashable, Sendable {
    package let top: Int
    package let right: Int
    package let bottom: Int
    package let left: Int

    /// Reads one number for all sides, or (top, right, bottom, left).
    package init?(_ value: Value) {
        switch value {
        case .integer(let all):
            (top, right, bottom, left) = (all, all, all, all)
        case .tuple(let values):
            let sides = values.compactMap(\.integer)
            guard sides.count == 4, values.count == 4 else { return nil }
            (top, right, bottom, left) = (sides[0], sides[1], sides[2], sides[3])
        default:
            return nil
        }
        guard min(top, right, bottom, left) >= 0, max(top, right, bottom, left) <= Parameter.Kind.maxLength else {
            return nil
        }
    }
}
