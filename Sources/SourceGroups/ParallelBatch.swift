/// Elements that another thread processes while the caller continues.
package struct ParallelBatch<Element: Sendable, Made: Sendable> {
    /// The object keeps the elements until it is released, so that the thread that allocated them also frees them. This
    /// avoids malloc arena contention.
    package let elements: [Element]
    private let made: BackgroundResult<[Made]>

    package init(_ elements: [Element], _ work: @escaping @Sendable (Element) -> Made) {
        self.elements = elements
        made = BackgroundResult { elements.map(work) }
    }

    /// The results in the order of the elements. They can be taken only once.
    package func results() -> [Made] { made.take() ?? [] }
}
