import WorkerProtocol

/// Creates job runners. `WorkerProcesses` creates runners that start worker processes.
package protocol JobRunnerFactory: Sendable {
    /// Checks whether workers can run. Call this function before anything is written.
    /// - Returns: the number of workers, at most `wanted`, that can run at the same time.
    /// - Throws: an error if no worker can run.
    func availableWorkers(atMost wanted: Int) throws -> Int
    /// Identifies the renderer of the images.
    /// - Parameter known: renderers that were identified before. An unchanged renderer is identified without a worker.
    /// - Returns: nil if the renderer is unknown, for example because no worker can start.
    func renderer(among known: [Renderer]) -> Renderer?
    func makeRunner(count: Int, limits: WorkerPool.TimeLimits, confinement: Confinement) throws -> any JobRunner
}
