import Files
import WorkerProtocol

/// A failure that a run has reported. With this record, later runs distinguish a known failure from a new one.
package struct FailureRecord: Sendable, Equatable {
    package var failure: Outcome.Failure
    /// The digest of the source; nil if it could not be read.
    package var digest: ContentDigest?
    /// The time of the first report, in seconds since 1970.
    package var since: Int

    package init(failure: Outcome.Failure, digest: ContentDigest?, since: Int) {
        self.failure = failure
        self.digest = digest
        self.since = since
    }
}
