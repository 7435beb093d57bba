import Synchronization

/// A queue of changed sources between the event handler and the run that makes their images.
final class ChangeQueue: Sendable {
    private struct State {
        var settling: SourceDebouncer
        var needsRescan = false
        var failure: (any Error)?
    }

    private let state: Mutex<State>
    private let (wakes, wake) = AsyncStream<Void>.makeStream(bufferingPolicy: .bufferingNewest(1))

    /// - Parameter settle: how long a source must have no events before it is checked.
    init(settle: Duration) { state = Mutex(State(settling: SourceDebouncer(settle: settle))) }

    // MARK: - Adding changes

    func created(_ name: String) { change { $0.settling.created(name, at: .now) } }
    func written(_ name: String) { change { $0.settling.written(name, at: .now) } }
    func closed(_ name: String) { change { $0.settling.closed(name, at: .now) } }
    func gone(_ name: String) { change { $0.settling.gone(name) } }

    func found(_ names: [String]) {
        change { state in for name in names { state.settling.found(name, at: .now) } }
    }

    /// Requests a scan of all folders, for example after events were lost.
    func rescan() { change { $0.needsRescan = true } }

    /// Records an error after which no more events arrive.
    func fail(_ error: any Error) { change { $0.failure = $0.failure ?? error } }

    private func change(_ body: (inout State) -> Void) {
        state.withLock { body(&$0) }
        wake.yield()
    }

    // MARK: - Taking changes

    /// Returns whether a scan of all folders is requested, and removes this request.
    /// - Throws: the error after which no more events arrive.
    func takeRescan() throws -> Bool {
        try state.withLock { state in
            if let failure = state.failure { throw failure }
            defer { state.needsRescan = false }
            return state.needsRescan
        }
    }

    /// Checks the sources that are due. Removes the complete sources from the queue, and returns them.
    /// - Parameters:
    ///   - count: the maximum number of sources to check.
    ///   - look: checks one source. It is called while the queue is not locked.
    func takeWhole(atMost count: Int, _ look: (String) -> SourceDebouncer.Look) -> [String] {
        let due = state.withLock { $0.settling.takeDue(at: .now, atMost: count) }
        return due.filter { name in
            let look = look(name)
            return state.withLock { $0.settling.looked(name, look, at: .now) }
        }
    }

    /// Waits for events, or until a source must be checked.
    /// - Parameter latest: the latest time at which the wait ends; nil for no limit.
    /// - Throws: `CancellationError`.
    func wait(until latest: ContinuousClock.Instant?) async throws {
        let due = state.withLock { $0.settling.nextDue }
        let timer = [due, latest].compactMap(\.self).min().map { end in
            Task { [wake] in
                try await Task.sleep(until: end, clock: .continuous)
                wake.yield()
            }
        }
        defer { timer?.cancel() }
        for await _ in wakes { break }
        try Task.checkCancellation()
    }
}
