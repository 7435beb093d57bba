import Synchronization

/// Does a piece of work only once if several tasks request it at the same time.
final class SingleFlight<Key: Hashable & Sendable, Value: Sendable>: Sendable {
    /// Too many different pieces of work are requested at the same time.
    struct OverloadError: Error {}

    private typealias Waiting = CheckedContinuation<Value?, Never>

    private let capacity: Int
    private let flights = Mutex<[Key: [Waiting]]>([:])

    init(capacity: Int) { self.capacity = capacity }

    /// The number of pieces of work that are being done or wait.
    var count: Int { flights.withLock(\.count) }

    /// Returns the result of the work for a key. If the calling task is cancelled, the work continues, because other
    /// tasks can wait for the result.
    func value(of key: Key, _ work: @escaping @Sendable () async -> Value) async throws(OverloadError) -> Value {
        let value = await withCheckedContinuation { (continuation: Waiting) in
            switch join(key, continuation) {
            case .joined: break
            case .first: Task { finish(key, await work()) }
            case .full: continuation.resume(returning: nil)
            }
        }
        guard let value else { throw OverloadError() }
        return value
    }

    private enum Role { case first, joined, full }

    private func join(_ key: Key, _ continuation: Waiting) -> Role {
        flights.withLock { flights in
            if flights[key]?.append(continuation) != nil { return .joined }
            guard flights.count < capacity else { return .full }
            flights[key] = [continuation]
            return .first
        }
    }

    private func finish(_ key: Key, _ value: Value) {
        let waiting = flights.withLock { $0.removeValue(forKey: key) } ?? []
        for continuation in waiting { continuation.resume(returning: value) }
    }
}
