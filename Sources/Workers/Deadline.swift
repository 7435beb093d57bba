import Synchronization

/// Performs an action after a duration, unless the deadline is cancelled before the duration ends.
final class Deadline: Sendable {
    private enum State { case pending, cancelled, passed }

    private let state = Mutex(State.pending)
    private let timer = Mutex<Task<Void, Never>?>(nil)

    init(after duration: Duration, _ action: @escaping @Sendable () -> Void) {
        let task = Task {
            guard (try? await Task.sleep(for: duration)) != nil, settle(as: .passed) else { return }
            action()
        }
        timer.withLock { $0 = task }
    }

    /// - Returns: whether the deadline was cancelled in time. If true, the action is not performed.
    @discardableResult
    func cancel() -> Bool {
        defer { timer.withLock { $0?.cancel() } }
        return settle(as: .cancelled)
    }

    /// Sets the final state. Only the first call has an effect.
    /// - Returns: whether `end` is the final state.
    private func settle(as end: State) -> Bool {
        state.withLock { state in
            guard state == .pending else { return state == end }
            state = end
            return true
        }
    }
}
