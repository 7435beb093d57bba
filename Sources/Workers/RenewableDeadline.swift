import Synchronization

/// Performs an action if a duration passes without a renewal.
final class RenewableDeadline: Sendable {
    private struct State {
        var deadline: Deadline
        var renewals = 0
    }

    private let duration: Duration
    private let action: @Sendable () -> Void
    private let state: Mutex<State>

    init(after duration: Duration, _ action: @escaping @Sendable () -> Void) {
        self.duration = duration
        self.action = action
        state = Mutex(State(deadline: Deadline(after: duration, action)))
    }

    /// The number of renewals.
    var renewals: Int { state.withLock { $0.renewals } }

    /// Starts the duration again, unless it has already passed.
    func renew() {
        state.withLock { state in
            guard state.deadline.cancel() else { return }
            state = State(deadline: Deadline(after: duration, action), renewals: state.renewals + 1)
        }
    }

    /// - Returns: whether the deadline was cancelled in time. If true, the action is not performed.
    @discardableResult
    func cancel() -> Bool { state.withLock { $0.deadline.cancel() } }
}
