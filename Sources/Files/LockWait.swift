#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A wait for a lock that another process holds.
package struct LockWait: Sendable {
    /// Another process still holds the lock when the wait is over.
    package struct BusyError: Error {
        package init() {}
    }

    private let deadline: ContinuousClock.Instant?
    private let begins: @Sendable () -> Void

    /// - Parameter begins: called once when the wait begins, before the first attempt.
    /// - Returns: nil if the command does not wait.
    package init?(_ patience: LockPatience, begins: @escaping @Sendable () -> Void) {
        switch patience {
        case .none: return nil
        case .atMost(let duration): deadline = .now + duration
        case .unlimited: deadline = nil
        }
        self.begins = begins
    }

    /// Returns a wait without a limit.
    /// - Parameter begins: called once when the wait begins, before the first attempt.
    package static func unlimited(begins: @escaping @Sendable () -> Void = {}) -> LockWait {
        LockWait(deadline: nil, begins: begins)
    }

    private init(deadline: ContinuousClock.Instant?, begins: @escaping @Sendable () -> Void) {
        self.deadline = deadline
        self.begins = begins
    }

    package var isOver: Bool { deadline.map { $0 <= .now } ?? false }

    /// Repeats `attempt` until it takes the lock. An attempt must not block, because a run that blocks does not notice
    /// its cancellation.
    /// - Parameter queue: the queue of the processes that wait for the lock. If nil, they get the lock in any order.
    /// - Throws: `BusyError` after the deadline; `CancellationError`; errors of `attempt`.
    package func take(_ queue: LockQueue?, _ attempt: () throws -> Bool) throws {
        let ticket = try queue?.enter()
        defer { ticket?.leave() }
        begins()
        while try !(ticket?.isFirst ?? true) || !attempt() {
            try Task.checkCancellation()
            guard !isOver else { throw BusyError() }
            usleep(20_000)
        }
    }
}
