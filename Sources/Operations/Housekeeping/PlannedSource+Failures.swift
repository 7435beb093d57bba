import CacheState
import Planning
import Registry

extension PlannedSource {
    /// Returns the failure that an earlier run reported for an image; nil if there is none, or if the source has changed
    /// since. The next run can try to make the image again.
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
