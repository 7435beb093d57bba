/// Identifies a generator in its registry by an index. The index has its own type, so that only a `GeneratorMap`
/// accepts this index.
///
/// The order of indices is the byte order of the generators' ids, such as `myapp:thumbnail`. The generators of single
/// calls come last (`Registry.adding`).
package struct GeneratorID: Hashable, Comparable, Sendable {
    @usableFromInline let index: Int

    @inlinable init(index: Int) { self.index = index }

    @inlinable package static func < (left: GeneratorID, right: GeneratorID) -> Bool { left.index < right.index }
}
