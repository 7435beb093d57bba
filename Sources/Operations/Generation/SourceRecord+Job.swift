import CacheState
import Files
import Planning
import Registry
import SourceGroups
import WorkerProtocol

extension SourceRecord {
    /// Whether the source of a job still has the content that this record describes. A canvas has no content that can
    /// change, and the content of an object in a bucket cannot change without another tag.
    func isCurrent(for job: Job) -> Bool {
        ImageOrigin(key: job.source).isCanvas || stamp.isOfObject || FileStamp(path: job.path) == stamp
    }
}
