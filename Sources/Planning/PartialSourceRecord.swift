import CacheState
import Files
import ImageHeaders

/// The stamp of a source, and its digest and header if they are known.
package struct PartialSourceRecord: Sendable {
    package var stamp: FileStamp
    package var digest: ContentDigest?
    package var header: SourceHeader?
}

extension PartialSourceRecord {
    package init(_ record: SourceRecord) {
        self.init(stamp: record.stamp, digest: record.digest, header: record.header)
    }

    /// Returns the complete record, after a run has read the source.
    /// - Parameters:
    ///   - stamp: the stamp of the source when it was read. If it differs from the stamp in this record, the source has
    ///     changed since the plan, so its header is unknown.
    ///   - digest: the digest of the source.
    package func completed(_ stamp: FileStamp, _ digest: ContentDigest) -> SourceRecord {
        SourceRecord(stamp: stamp, digest: digest, header: stamp == self.stamp ? header : nil)
    }
}
