import Files
import ImageHeaders

/// The record of a source.
package struct SourceRecord: Equatable, Sendable {
    package var stamp: FileStamp
    package var digest: ContentDigest
    /// The header of the content with this digest; nil if no plan has needed the header yet.
    package var header: SourceHeader?

    package init(stamp: FileStamp, digest: ContentDigest, header: SourceHeader? = nil) {
        self.stamp = stamp
        self.digest = digest
        self.header = header
    }

    /// The record of a canvas, which takes the role of a source and never changes.
    package static let ofCanvas = SourceRecord(
        stamp: FileStamp(size: 0, modified: 0, changed: 0, inode: 0),
        digest: .ofNothing
    )
}
