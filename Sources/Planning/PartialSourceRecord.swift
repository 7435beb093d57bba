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

    /// Returns the record of the content that a run reads before it makes images.
    /// - Parameters:
    ///   - stamp: the stamp of the content. If it differs from the planned stamp, the header is unknown.
    ///   - digest: the digest of the content.
    package func completed(_ stamp: FileStamp, _ digest: ContentDigest) -> SourceRecord {
        SourceRecord(stamp: stamp, digest: digest, header: stamp == self.stamp ? header : nil)
    }
}
