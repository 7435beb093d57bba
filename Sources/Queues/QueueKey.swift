/// A key of a queue in Redis. A bundle is in exactly one of three states: it waits, a worker has taken it, or it is a
/// dead letter.
enum QueueKey: String, CaseIterable {
    /// A hash with the text of each bundle, by its id.
    case bundles
    /// A list with the ids of the bundles that wait.
    case waiting
    /// A sorted set with the ids of the bundles that workers have taken. The score is the end of the lease in
    /// milliseconds since 1970, by the clock of the server.
    case taken
    /// A hash with two fields for each bundle that a worker has taken: from the id of the bundle to the token of the
    /// worker, and from this token to the id.
    case takers
    /// A hash with the number of times that each bundle was taken, by its id.
    case tries
    /// A hash with the time and the reason of each dead letter, by the id of its bundle.
    case dead

    /// The complete key. The braces keep all keys of a queue on one node of a cluster.
    func name(inQueue queue: String) -> String { "imagekit:{\(queue)}:\(rawValue)" }
}
