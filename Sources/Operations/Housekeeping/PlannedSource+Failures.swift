import CacheState
import Planning
import Registry

extension PlannedSource {
    /// Returns the failure that an earlier run reported for an image. Returns nil if there is no such failure, or if
    /// the source has changed since that run. The plan does not always show this failure: if the next run tries to make
    /// the image again, the plan contains only the reason for this attempt.
    func reportedFailure(
        of image: PlannedImage,
        _ registry: Registry,
        in failures: [FailureKey: FailureRecord]
    ) -> FailureRecord? {
        guard !failures.isEmpty else { return nil }
        let key = FailureKey(source: origin.key, generator: image.id(in: registry))
        guard let failure = failures[key], failure.digest == nil || failure.digest == record?.digest else { return nil }
        return failure
    }
}
