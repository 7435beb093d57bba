import WorkerProtocol

/// Thrown when a test that needs no worker asks one.
package struct NoWorker: Error {
    package static func ask(_ query: Query) throws -> Answer { throw NoWorker() }
}
