import CacheState
import Files
import Registry
import SourceGroups
import WorkerProtocol

/// The content of a source before its images are planned.
package struct SourceIdentity: Sendable {
    /// Nil if the source cannot be read.
    package var record: PartialSourceRecord?
    var failure: Outcome.Failure?

    /// Checks whether the source is unchanged: by its stamp and, if the stamp changed, by its content.
    /// - Parameter needsDigest: whether an unknown source is read.
    init(of name: String, _ stamp: FileStamp, known: SourceRecord?, needsDigest: Bool, _ settings: Settings) {
        if name.isEmpty {
            self.init(record: PartialSourceRecord(stamp: stamp, digest: SourceRecord.ofCanvas.digest))
        } else if let known, known.stamp == stamp {
            self.init(record: PartialSourceRecord(stamp: stamp, digest: known.digest))
        } else if needsDigest {
            self.init(reading: name, settings)
        } else {
            self.init(record: PartialSourceRecord(stamp: stamp))
        }
    }

    private init(record: PartialSourceRecord) { self.record = record }

    package init(reading name: String, _ settings: Settings) {
        guard !name.isEmpty else {
            record = PartialSourceRecord(stamp: SourceRecord.ofCanvas.stamp, digest: SourceRecord.ofCanvas.digest)
            return
        }
        do throws(FileError) {
            let (digest, stamp) = try ContentDigest.read(settings.path(of: name))
            record = PartialSourceRecord(stamp: stamp, digest: digest)
        } catch {
            failure = error.asSourceFailure()
        }
    }
}
