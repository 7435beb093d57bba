import CacheState
import Files
import Planning
import Registry
import SourceGroups
import WorkerProtocol

extension SourceRecord {
    /// Whether the source of a job still has the content that this record describes. This is always true for a canvas,
    /// which has no content. It is also always true for an object in a bucket: the record contains the tag of the
    /// object, and the job reads a local copy of the content with this tag.
    func isCurrent(for job: Job) -> Bool {
        ImageOrigin(key: job.source).isCanvas || stamp.isOfObject || FileStamp(path: job.path) == stamp
    }
}
