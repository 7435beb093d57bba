/// The number of bundles in a queue, without dead letters.
package struct QueueCounts: Equatable, Sendable {
    package let waiting: Int
    package let taken: Int
}
