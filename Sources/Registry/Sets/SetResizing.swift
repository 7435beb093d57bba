import ImageSpecs

/// The resize processor of a set, whose width and height depend on the member.
package struct SetResizing: Hashable, Sendable {
    /// The width, the height, or both, as they are in the registry.
    let given: [SetSide: Int]
    /// The number of processors after the resize processor, including those of registered chains.
    var following = 0

    /// Returns whether a processor resizes to a width and a height.
    static func isResizer(_ name: String) -> Bool { ProcessorDefinition.named(name)?.chapter == .sizes }

    /// Returns the sides for a width or a height. If the registry contains both sides, the result keeps their ratio,
    /// rounded to whole pixels.
    func sides(_ side: SetSide, _ length: Int) -> [SetSide: Int] {
        var sides = given
        sides[side] = length
        if let own = given[side], let other = given[side.other] {
            let exact = (Double(length) * Double(other) / Double(own)).rounded()
            sides[side.other] = Int(min(max(1, exact), Double(Parameter.Kind.maxLength)))
        }
        return sides
    }

    /// Returns the sides for a density. They are rounded down, as in the `srcset` of a thumbnail.
    func sides(_ density: PixelDensity) -> [SetSide: Int] {
        given.mapValues(density.scaled)
    }
}
