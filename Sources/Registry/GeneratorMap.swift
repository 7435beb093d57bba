/// One value for each generator of a registry, such as the generators themselves or their namings.
///
/// The map is an array with its own type of index. The subscript is inlinable, because planning uses the subscript for
/// each image.
package struct GeneratorMap<Element: Sendable>: RandomAccessCollection, MutableCollection, Sendable {
    @usableFromInline var elements: [Element]

    package init(_ elements: some Sequence<Element>) { self.elements = Array(elements) }

    @inlinable package var startIndex: GeneratorID { GeneratorID(index: elements.startIndex) }
    @inlinable package var endIndex: GeneratorID { GeneratorID(index: elements.endIndex) }

    @inlinable package subscript(id: GeneratorID) -> Element {
        get { elements[id.index] }
        set { elements[id.index] = newValue }
    }

    @inlinable package func index(_ id: GeneratorID, offsetBy distance: Int) -> GeneratorID {
        GeneratorID(index: id.index + distance)
    }

    @inlinable package func distance(from start: GeneratorID, to end: GeneratorID) -> Int { end.index - start.index }
    @inlinable package func index(after id: GeneratorID) -> GeneratorID { GeneratorID(index: id.index + 1) }
    @inlinable package func index(before id: GeneratorID) -> GeneratorID { GeneratorID(index: id.index - 1) }

    /// All indices of the map, in ascending order.
    package var ids: [GeneratorID] { Array(indices) }

    /// Computes a value for each generator.
    package func mapValues<T>(_ transform: (GeneratorID, Element) -> T) -> GeneratorMap<T> {
        GeneratorMap<T>(zip(indices, elements).map(transform))
    }
}
