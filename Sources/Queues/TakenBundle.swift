/// A bundle that a worker has taken from a queue.
package struct TakenBundle: Sendable {
    package enum Result: Sendable {
        case taken(TakenBundle)
        /// No bundle waits. `taken` is the number of bundles that workers have taken.
        case none(taken: Int)
    }

    package let id: String
    /// The number of times that the bundle was taken. It distinguishes this worker from an earlier worker with the same
    /// bundle.
    package let tries: Int
    /// Nil if the queue contains something else, for example the bundle of a newer version.
    package let bundle: Bundle?
}
