/// Elements that another thread processes while the caller continues.
package struct ParallelBatch<Element: Sendable, Made: Sendable> {
    /// This value keeps the elements, so that the caller's thread, which allocated them, also frees them. Otherwise,
    /// threads would wait for each other's memory arenas in malloc.
    package let elements: [Element]
    private let made: BackgroundResult<[Made]>

    package init(_ elements: [Element], _ work: @escaping @Sendable (Element) -> Made) {
        self.elements = elements
        made = BackgroundResult { elements.map(work) }
    }

    /// The results in the order of the elements. They can be taken only once.
    package func results() -> [Made] { made.take() ?? [] }
}
