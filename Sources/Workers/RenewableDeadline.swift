import Synchronization

/// Performs an action if a duration passes without a renewal.
final class RenewableDeadline: Sendable {
    private struct State {
        var end: ContinuousClock.Instant
        var renewals = 0
        var isPassed = false
        var isCancelled = false
    }

    private let duration: Duration
    private let state: Mutex<State>
    private let timer = Mutex<Task<Void, Never>?>(nil)

    init(after duration: Duration, _ action: @escaping @Sendable () -> Void) {
        self.duration = duration
        state = Mutex(State(end: .now + duration))
        let task = Task {
            while let end = remaining() {
                guard (try? await Task.sleep(until: end, clock: .continuous)) != nil else { return }
            }
            if state.withLock(\.isPassed) { action() }
        }
        timer.withLock { $0 = task }
    }

    /// Returns the end of the duration; nil if the end has passed, or if the deadline is cancelled. Also sets
    /// `isPassed`.
    private func remaining() -> ContinuousClock.Instant? {
        state.withLock { state in
            guard !state.isCancelled else { return nil }
            state.isPassed = state.end <= .now
            return state.isPassed ? nil : state.end
        }
    }

    /// The number of renewals.
    var renewals: Int { state.withLock { $0.renewals } }

    /// Starts the duration again, unless it has already passed. A renewal costs little, because it does not restart the
    /// timer. The timer reads the new end only when the previous duration ends, and then continues to wait.
    func renew() {
        state.withLock { state in
            guard !state.isPassed else { return }
            (state.end, state.renewals) = (.now + duration, state.renewals + 1)
        }
    }

    /// - Returns: whether the deadline was cancelled in time. If true, the action is not performed.
    @discardableResult
    func cancel() -> Bool {
        defer { timer.withLock { $0?.cancel() } }
        return state.withLock { state in
            state.isCancelled = true
            return !state.isPassed
        }
    }
}
