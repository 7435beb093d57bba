import Queues
import Redis

/// A queue whose commands wait while its server is not available.
package struct PatientQueue: Sendable {
    package let queue: BundleQueue
    /// The time after which a failed command is not repeated; nil for no limit.
    private let limit: Duration?
    private let warn: @Sendable (String) -> Void

    /// The time limit of `--enqueue`, and the default time limit of `imagekit work --until-empty`. It is also the
    /// maximum time for giving back a bundle after an error.
    package static let limitOfBatches = Duration.seconds(300)
    private static let firstPause = Duration.milliseconds(100)
    private static let longestPause = Duration.seconds(5)

    /// - Parameter warn: receives a message when a command fails for the second time in a row, and a message when this
    ///   command then succeeds.
    package init(_ queue: BundleQueue, limit: Duration? = nil, warn: @escaping @Sendable (String) -> Void) {
        self.queue = queue
        self.limit = limit
        self.warn = warn
    }

    /// Moves all dead letters back to the bundles that wait.
    package func retryDeadLetters() async throws {
        _ = try await send { (queue) throws(RedisError) in try queue.retryDeadLetters() }
    }

    /// Repeats a command until it succeeds. The pauses between the attempts become longer. They are random, so that the
    /// workers of all machines do not send their commands at the same time.
    /// - Parameter ownLimit: a time limit of this command. The shorter one of this limit and the queue's limit applies.
    /// - Throws: an error that is not transient, `QueueOutageError` when the time is over, and `CancellationError`.
    func send<T>(
        within ownLimit: Duration? = nil,
        _ command: (BundleQueue) throws(RedisError) -> T
    ) async throws -> T {
        let limit = [self.limit, ownLimit].compactMap(\.self).min()
        let start = ContinuousClock.now
        var pause = Self.firstPause
        var failures = 0
        while true {
            let delay: Duration
            do throws(RedisError) {
                let result = try command(queue)
                if failures > 1 { warn("\(queue.address.text) is available again") }
                return result
            } catch {
                guard error.isTransient else { throw error }
                let left = limit.map { $0 - (.now - start) }
                if let limit, let left, left <= .zero { throw QueueOutageError(cause: error, limit: limit) }
                delay = min(pause * Double.random(in: 0.5...1), left ?? Self.longestPause)
                failures += 1
                // A single failure is not an outage: the server can have closed an idle connection.
                if failures == 2 { warn(Self.warning(about: error, limit)) }
            }
            try await Task.sleep(for: delay)
            pause = min(pause * 2, Self.longestPause)
        }
    }

    private static func warning(about error: RedisError, _ limit: Duration?) -> String {
        let end = limit.map { "for \($0.components.seconds) s" } ?? "until the server is available"
        return "\(error); trying again \(end): \(error.remedy)"
    }
}
