/// The requests in a spool folder that are tried again later, by the names of their files.
struct PostponedRequests {
    private struct Entry {
        let end: ContinuousClock.Instant
        /// The pause after the last failure; nil if the request has not failed.
        let pause: Duration?
        /// The reason of the last failure, if the caller of `addFailure` gave one.
        let reason: String?
    }

    private var entries: [String: Entry] = [:]

    private static let firstPause = Duration.seconds(5)
    private static let longestPause = Duration.seconds(300)

    /// The time when the next request is due; nil if no request is postponed.
    var next: ContinuousClock.Instant? { entries.values.map(\.end).filter { $0 > .now }.min() }

    func contains(_ file: String) -> Bool { entries[file].map { $0.end > .now } ?? false }

    mutating func add(_ file: String, until end: ContinuousClock.Instant) {
        entries[file] = Entry(end: end, pause: entries[file]?.pause, reason: entries[file]?.reason)
    }

    /// Postpones a request that failed. The pauses grow, so that a request that always fails does not delay the others.
    /// - Returns: whether the reason differs from the reason of the previous failure of this request.
    @discardableResult
    mutating func addFailure(of file: String, reason: String? = nil) -> Bool {
        let pause = min(entries[file]?.pause.map { $0 * 2 } ?? Self.firstPause, Self.longestPause)
        let isNew = entries[file]?.reason != reason
        entries[file] = Entry(end: .now + pause, pause: pause, reason: reason)
        return isNew
    }

    mutating func remove(_ file: String) { entries[file] = nil }

    /// Forgets old entries. If another process has deleted a request, nothing else removes its entry.
    mutating func removeOld() { entries = entries.filter { $0.value.end + Self.longestPause > .now } }
}
