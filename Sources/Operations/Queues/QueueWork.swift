import Queues
import Redis
import Registry
import WorkerProtocol

/// Makes the images of the bundles in a queue, one bundle at a time.
///
/// A bundle is finished after its images and their records are durable. If this process is killed earlier, another
/// worker takes the bundle after the lease.
package struct QueueWork: Sendable {
    package struct Options: Sendable {
        /// The time after which another worker takes the bundle of a worker that was killed.
        package var lease = Duration.seconds(60)
        /// The number of tries after which a bundle becomes a dead letter.
        package var tries = 3
        /// Whether the work ends when no bundle waits in the queue and no worker has a bundle.
        package var endsIfEmpty = false

        package init() {}
    }

    /// What happened to a bundle.
    package struct Event: Sendable {
        package enum Status: Sendable {
            case finished
            /// The worker was stopped.
            case interrupted
            case failed(String)
        }

        package let bundle: TakenBundle
        package let status: Status
    }

    private let queue: PatientQueue
    private let options: Options
    /// The time between two attempts to take a bundle from an empty queue.
    private static let pause = Duration.seconds(1)

    package init(_ queue: PatientQueue, _ options: Options) {
        self.queue = queue
        self.options = options
    }

    /// - Parameters:
    ///   - make: makes the images of a bundle, and returns the summary of this run and its registry. If it throws an
    ///     error, the bundle is given back, and the work ends.
    ///   - ended: receives an event for each bundle that was taken.
    /// - Throws: `RedisError`, `QueueOutageError`, `MissingSourcesError`, the errors of `make`, and
    ///   `CancellationError`.
    package func run(
        make: (Bundle) async throws -> (summary: GenerationSummary, registry: Registry),
        ended: (Event) -> Void
    ) async throws {
        var hasFoundSources = false
        while true {
            let token = BundleQueue.newID()
            let result = try await queue.send { [options] (queue) throws(RedisError) in
                try queue.take(lease: options.lease, tries: options.tries, token: token)
            }
            switch result {
            case .none(taken: 0) where options.endsIfEmpty: return
            case .none: try await Task.sleep(for: Self.pause)
            case .taken(let taken):
                guard let bundle = taken.bundle else {
                    let reason = "not a bundle that this version of imagekit can read"
                    try await giveBack(taken, reason, tries: 0)
                    ended(Event(bundle: taken, status: .failed(reason)))
                    continue
                }
                do {
                    try await work(taken) {
                        let (summary, registry) = try await make(bundle)
                        if MissingSourcesError.isOfMachine(bundle, registry) {
                            throw MissingSourcesError(bundle, registry.settings, isOfMachine: true)
                        }
                        // If this worker has not found a source of any bundle, the cause is probably this machine:
                        // `MEDIA_ROOT` is not mounted, or the bundles were sent with another registry. So give the
                        // bundle back.
                        if summary.generated + summary.fresh + summary.failed > 0 { hasFoundSources = true }
                        if !hasFoundSources { throw MissingSourcesError(bundle, registry.settings) }
                    }
                    ended(Event(bundle: taken, status: .finished))
                } catch let error as CancellationError {
                    ended(Event(bundle: taken, status: .interrupted))
                    throw error
                } catch {
                    ended(Event(bundle: taken, status: .failed(Self.reason(error))))
                    throw error
                }
            }
        }
    }

    private func work(_ taken: TakenBundle, _ make: () async throws -> Void) async throws {
        let lease = LeaseKeeper(queue.queue, taken, options.lease)
        let result = await Result(catching: make)
        lease.end()
        switch result {
        case .success: try await queue.send { (queue) throws(RedisError) in try queue.finish(taken) }
        case .failure(let error as CancellationError):
            // Try `giveBack` only once, because the process must end soon. If it fails, another worker takes the bundle
            // after the lease.
            try? queue.queue.giveBack(taken, reason: nil, tries: options.tries)
            throw error
        case .failure(let error):
            // Ignore the error of `giveBack`, so that the error of `make` is reported. Do not wait longer than the
            // lease, because after the lease, another worker takes the bundle.
            let limit = min(options.lease, PatientQueue.limitOfBatches)
            // If a machine has no sources or cannot write, or if the bucket is not available, every bundle fails. So
            // this try does not count: otherwise, all bundles would become dead letters.
            let isOfMachine = error is StoppedRunError || (error as? MissingSourcesError)?.isOfMachine == true
            try? await giveBack(taken, isOfMachine ? nil : Self.reason(error), tries: options.tries, within: limit)
            throw error
        }
    }

    /// The text of an error, without secrets. The queue stores this text, and the logs of `imagekit work` can contain
    /// it.
    private static func reason(_ error: any Error) -> String { "\(error)".withoutSecrets() }

    private func giveBack(
        _ taken: TakenBundle,
        _ reason: String?,
        tries: Int,
        within limit: Duration? = nil
    ) async throws {
        try await queue.send(within: limit) { (queue) throws(RedisError) in
            try queue.giveBack(taken, reason: reason, tries: tries)
        }
    }
}
