/// Some elements that are worked on on another thread while the caller goes on.
package struct ParallelBatch<Element: Sendable, Made: Sendable> {
    /// Held until the batch is given up, so that they are freed by the thread that made them: two threads wait for each
    /// other where one frees what the other allocates.
    package let elements: [Element]
    private let made: Ahead<[Made]>

    package init(_ elements: [Element], _ work: @escaping @Sendable (Element) -> Made) {
        self.elements = elements
        made = Ahead { elements.map(work) }
    }

    /// In the elements' order. Asked for once.
    package func results() -> [Made] { made.take() ?? [] }
}
