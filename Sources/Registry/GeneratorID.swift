/// Identifies a generator in its registry. It is stored as an index, but as a type of its own it is accepted only by a
/// `GeneratorMap`.
///
/// The order is that of the generators in the registry: the byte order of their names, such as `myapp:thumbnail`.
package struct GeneratorID: Hashable, Comparable, Sendable {
    @usableFromInline let index: Int

    @inlinable init(index: Int) { self.index = index }

    @inlinable package static func < (left: GeneratorID, right: GeneratorID) -> Bool { left.index < right.index }
}
