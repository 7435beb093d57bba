/// Runs the jobs of a queue. `WorkerPool` runs them in worker processes.
package protocol JobRunner: Sendable {
    /// Runs jobs until the queue has no more jobs.
    func run(_ queue: WorkerPool.Queue) async throws
}

extension WorkerPool: JobRunner {}
