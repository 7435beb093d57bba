import WorkerProtocol

/// Runs jobs in worker processes, one job at a time in each.
///
/// Decoders of strangers' images crash, hang and eat memory; in a process of its own that costs one image. A worker
/// that dies or takes too long is replaced, and the job's images fail with the reason.
package struct WorkerPool: Sendable {
    let executable: String
    /// How many workers run side by side.
    let count: Int
    /// The time that a job may take for each image that is wanted from it.
    let timeout: Duration
    let confinement: Confinement

    package init(executable: String, count: Int, timeout: Duration, confinement: Confinement) {
        self.executable = executable
        self.count = count
        self.timeout = timeout
        self.confinement = confinement
    }

    /// Where jobs come from and go to; called from all the workers at once.
    package struct Queue: Sendable {
        /// The next job; nil when there are no more.
        let next: @Sendable () -> Job?
        /// Told how each job ended.
        let ended: @Sendable (Job, Result<Outcome, Outcome.Failure>) -> Void

        package init(
            next: @escaping @Sendable () -> Job?,
            ended: @escaping @Sendable (Job, Result<Outcome, Outcome.Failure>) -> Void
        ) {
            self.next = next
            self.ended = ended
        }
    }

    /// Takes jobs until there are no more.
    /// - Throws: `WorkerFailure` where a worker cannot be started; `CancellationError` when cancelled, with the
    ///   running workers killed.
    package func run(_ queue: Queue) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<count {
                group.addTask {
                    while let job = queue.next() {
                        try await Worker(executable: executable, timeout: timeout, confinement: confinement)
                            .live(from: job, queue)
                        try Task.checkCancellation()
                    }
                }
            }
            try await group.waitForAll()
        }
    }
}
