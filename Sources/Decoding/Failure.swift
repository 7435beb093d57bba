import WorkerProtocol

/// The failure of a source or of an output. This name keeps the signatures of this target short.
package typealias Failure = Outcome.Failure
