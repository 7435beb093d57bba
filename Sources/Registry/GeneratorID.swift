/// Identifies a generator in its registry by an index. The index has its own type, so that it cannot be used by mistake
/// as the index of an ordinary array.
///
/// The generators have the byte order of their ids, such as `myapp:thumbnail`. The generators that a single-file
/// command adds come last (`Registry.adding`).
package struct GeneratorID: Hashable, Comparable, Sendable {
    @usableFromInline let index: Int

    @inlinable init(index: Int) { self.index = index }

    @inlinable package static func < (left: GeneratorID, right: GeneratorID) -> Bool { left.index < right.index }
}
