/// Elements that another thread processes while the caller continues.
package struct ParallelBatch<Element: Sendable, Made: Sendable> {
    /// The elements stay in this value until the caller releases it. So the thread that allocated them also frees them,
    /// and threads do not wait for each other's memory arenas in malloc.
    package let elements: [Element]
    private let made: BackgroundResult<[Made]>

    package init(_ elements: [Element], _ work: @escaping @Sendable (Element) -> Made) {
        self.elements = elements
        made = BackgroundResult { elements.map(work) }
    }

    /// The results in the order of the elements. They can be taken only once.
    package func results() -> [Made] { made.take() ?? [] }
}
