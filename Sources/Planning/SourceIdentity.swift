import CacheState
import Files
import Registry
import SourceGroups
import WorkerProtocol

/// The stamp of a source, the digest of its content if the digest is known or needed, and its header if it is known.
package struct SourceIdentity: Sendable {
    /// The stamp, and the digest if it is known or was needed; nil if the source cannot be read.
    package var record: PartialSourceRecord?
    var failure: Outcome.Failure?

    /// Uses the digest of an object in a bucket, of a canvas, or of a record with the same stamp. Otherwise reads the
    /// source, but only if the digest is needed.
    /// - Parameter needsDigest: whether to read the source if the digest for this stamp is not known.
    init(of origin: ImageOrigin, _ stamp: FileStamp, known: SourceRecord?, needsDigest: Bool, _ catalog: SourceCatalog)
    {
        if let object = catalog.object(of: origin.key, stamp) {
            self.init(record: PartialSourceRecord(stamp: object.stamp, digest: object.digest))
        } else if origin.isCanvas {
            self.init(record: PartialSourceRecord(stamp: stamp, digest: SourceRecord.ofCanvas.digest))
        } else if let known, known.stamp == stamp {
            self.init(record: PartialSourceRecord(stamp: stamp, digest: known.digest))
        } else if needsDigest {
            self.init(reading: origin, catalog.settings)
        } else {
            self.init(record: PartialSourceRecord(stamp: stamp))
        }
        // The header depends only on the content. So a known header is valid if the digest is unchanged.
        if let known, record?.digest == known.digest { record?.header = known.header }
    }

    private init(record: PartialSourceRecord) { self.record = record }

    package init(reading origin: ImageOrigin, _ settings: Settings) {
        guard case .source(let name) = origin else {
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
