import Storage
import Synchronization

/// Stops a batch if requests to a bucket fail again and again for a reason that concerns all objects.
final class StorageFailures: Sendable {
    private struct State {
        /// The number of failures since the last success.
        var count = 0
        var stopReason: StorageError?
    }

    private let progress: BatchProgress
    private let state = Mutex(State())

    /// The value of `count` at which the batch stops.
    private static let limit = 8

    init(_ progress: BatchProgress) { self.progress = progress }

    /// The reason why no more images were made; nil if the failures did not stop the batch.
    var stopReason: StorageError? { state.withLock(\.stopReason) }

    /// Called after a success.
    func reset() { state.withLock { $0.count = 0 } }

    /// Counts a failure whose reason concerns all objects.
    func add(_ error: StorageError) {
        let isTooMany = state.withLock { state in
            state.count += 1
            guard state.count >= Self.limit else { return false }
            state.stopReason = state.stopReason ?? error
            return true
        }
        if isTooMany { progress.stop() }
    }
}
