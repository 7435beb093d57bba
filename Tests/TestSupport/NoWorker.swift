import WorkerProtocol

/// The error of a query in a test that must not start a worker.
package struct NoWorker: Error {
    package static func ask(_ query: Query) throws -> Answer { throw NoWorker() }
}
