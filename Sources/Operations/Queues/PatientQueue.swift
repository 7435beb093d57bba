import Queues
import Redis

/// A queue whose commands wait while its server is not available.
package struct PatientQueue: Sendable {
    package let queue: BundleQueue
    /// The time after which a failed command is not repeated; nil for no limit.
    private let limit: Duration?
    private let warn: @Sendable (String) -> Void

    private static let firstPause = Duration.milliseconds(100)
    private static let longestPause = Duration.seconds(5)

    /// - Parameter warn: receives a message when a command begins to wait.
    package init(_ queue: BundleQueue, limit: Duration? = nil, warn: @escaping @Sendable (String) -> Void) {
        self.queue = queue
        self.limit = limit
        self.warn = warn
    }

    /// Moves all dead letters back to the bundles that wait.
    package func retryDeadLetters() async throws {
        _ = try await send { (queue) throws(RedisError) in try queue.retryDeadLetters() }
    }

    /// Repeats a command until it succeeds. The pauses become longer, and are random, so that the workers of all machines
    /// do not send their commands at the same time.
    /// - Throws: an error that is not transient, the last error when the time is over, and `CancellationError`.
    func send<T>(_ command: (BundleQueue) throws(RedisError) -> T) async throws -> T {
        let start = ContinuousClock.now
        var pause = Self.firstPause
        while true {
            do throws(RedisError) {
                return try command(queue)
            } catch {
                guard error.isTransient, limit.map({ .now - start < $0 }) ?? true else { throw error }
                if pause == Self.firstPause { warn("\(error); trying again until the server answers") }
            }
            try await Task.sleep(for: pause * Double.random(in: 0.5...1))
            pause = min(pause * 2, Self.longestPause)
        }
    }
}
