/// Identifies a generator in its registry. It is as cheap as an index, but it is valid only for a `GeneratorMap`.
///
/// Ids are ordered like the generators of the registry, in byte order of their names.
package struct GeneratorID: Hashable, Comparable, Sendable {
    @usableFromInline let index: Int

    @inlinable init(index: Int) { self.index = index }

    @inlinable package static func < (left: GeneratorID, right: GeneratorID) -> Bool { left.index < right.index }
}
