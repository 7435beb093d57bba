/// Sides of an image.
package struct Sides: OptionSet, Hashable, Sendable {
    package let rawValue: Int

    package init(rawValue: Int) { self.rawValue = rawValue }

    package static let top = Sides(rawValue: 1)
    package static let right = Sides(rawValue: 2)
    package static let bottom = Sides(rawValue: 4)
    package static let left = Sides(rawValue: 8)

    /// The sides by their names in a registry.
    package static let names: KeyValuePairs<String, Sides> = ["t": .top, "r": .right, "b": .bottom, "l": .left]

    package init?(_ value: Value) {
        guard case .tuple(let names) = value else { return nil }
        self = []
        for name in names {
            guard let side = Sides.names.first(where: { $0.key == name.string }) else { return nil }
            insert(side.value)
        }
    }
}
