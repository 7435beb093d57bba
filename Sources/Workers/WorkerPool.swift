import WorkerProtocol

/// Runs jobs in worker processes, one job at a time in each. A message to a worker contains several jobs if they take
/// little time.
///
/// Decoders of untrusted images can crash, hang, or use too much memory. In a separate process, such a failure affects
/// only one job. A worker that ends early or exceeds its time limit is replaced. If its message had a single job, the
/// images of this job fail with the reason. If its message had several jobs, each unfinished job is sent again in a
/// message of its own.
package struct WorkerPool: Sendable {
    let executable: String
    /// The number of workers that run in parallel.
    let count: Int
    let limits: TimeLimits
    let confinement: Confinement
    /// Receives the libvips of a worker. The call precedes the result of the first job for which this worker used
    /// libvips.
    let identified: @Sendable (LibVipsIdentity) -> Void

    /// The time limits of the workers.
    package struct TimeLimits: Sendable {
        /// The time limit of each step of a job. The first step is decoding the source, and each output is one more
        /// step.
        let perImage: Duration
        /// The time at which all workers are stopped; nil for no deadline.
        let deadline: ContinuousClock.Instant?

        package init(perImage: Duration, deadline: ContinuousClock.Instant? = nil) {
            self.perImage = perImage
            self.deadline = deadline
        }

        var isOver: Bool { deadline.map { $0 <= .now } ?? false }
    }

    package init(
        executable: String,
        count: Int,
        limits: TimeLimits,
        confinement: Confinement,
        identified: @escaping @Sendable (LibVipsIdentity) -> Void = { _ in }
    ) {
        self.executable = executable
        self.count = count
        self.limits = limits
        self.confinement = confinement
        self.identified = identified
    }

    /// The source of jobs and the receiver of their results. All workers call it concurrently.
    package struct Queue: Sendable {
        /// Returns the next jobs, but not more than the given number. An empty array means that there are no more jobs.
        package let next: @Sendable (_ count: Int) async -> [Job]
        /// Receives the result of each job.
        package let ended: @Sendable (Job, Result<Outcome, Outcome.Failure>) -> Void

        package init(
            next: @escaping @Sendable (_ count: Int) async -> [Job],
            ended: @escaping @Sendable (Job, Result<Outcome, Outcome.Failure>) -> Void
        ) {
            self.next = next
            self.ended = ended
        }
    }

    /// Runs jobs until there are no more jobs.
    /// - Throws: `WorkerStartError` if a worker cannot be started; `CancellationError` if the task is cancelled, after
    ///   the running workers were killed.
    package func run(_ queue: Queue) async throws {
        let worker = Worker(
            executable: executable,
            limits: limits,
            confinement: confinement,
            identified: identified
        )
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 0..<count {
                group.addTask {
                    // Start the first process without a job, so that it starts while the queue reads the source of the
                    // first job. Start each other process only for a job, because there can be fewer jobs than
                    // processes.
                    var messages = number == 0 ? [] : [await queue.next(1)]
                    while messages.first?.isEmpty != true {
                        messages = try await worker.live(from: messages, queue)
                        try Task.checkCancellation()
                        if messages.isEmpty { messages = [await queue.next(1)] }
                    }
                    // The queue also gives no more jobs if the task is cancelled. In this case, throw
                    // `CancellationError`.
                    try Task.checkCancellation()
                }
            }
            try await group.waitForAll()
        }
    }
}
