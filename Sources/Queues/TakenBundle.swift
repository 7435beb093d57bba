/// A bundle that a worker has taken from a queue.
package struct TakenBundle: Sendable {
    package enum Result: Sendable {
        case taken(TakenBundle)
        /// No bundle waits. `taken` is the number of bundles that workers have taken.
        case none(taken: Int)
    }

    package let id: String
    /// The number of times that the bundle was taken. This number distinguishes the worker from earlier workers that
    /// took the same bundle.
    package let tries: Int
    /// Nil if this version of imagekit cannot read the bundle.
    package let bundle: Bundle?
}
