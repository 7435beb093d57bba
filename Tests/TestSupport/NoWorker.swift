import WorkerProtocol

/// The error of tests in which no worker may be used.
package struct NoWorker: Error {
    package static func ask(_ query: Query) throws -> Answer { throw NoWorker() }
}
