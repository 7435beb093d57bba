import WorkerProtocol

package typealias Failure = Outcome.Failure
