import Files
import ImageSpecs
import WorkerProtocol

/// The record of a source.
package struct SourceRecord: Equatable, Sendable {
    package var stamp: FileStamp
    package var digest: ContentDigest

    package init(stamp: FileStamp, digest: ContentDigest) {
        self.stamp = stamp
        self.digest = digest
    }

    /// The record of a canvas, which takes the role of a source and never changes.
    package static let ofCanvas = SourceRecord(
        stamp: FileStamp(size: 0, modified: 0, changed: 0, inode: 0),
        digest: .ofNothing
    )
}

/// The worker's description of an image. By reference, as failures are too: a run with nothing to do passes on a
/// million images without a description, and each value would reserve the space for one.
package final class ImageDescription: Sendable {
    package let image: Outcome.MadeImage

    package init(_ image: Outcome.MadeImage) { self.image = image }
}

/// The record of a cache file.
package struct CacheRecord: Sendable {
    package enum State: Sendable {
        /// Made. The image is as the worker described it, or without its dimensions if the file was adopted.
        case made(bytes: Int, image: ImageDescription?)
        /// A run started this file and has not finished it: an existing file can show an older source.
        case pending
        /// Failed under the limits with this identity; nil if it was not recorded.
        indirect case failed(Outcome.Failure, limits: Int?)
    }

    package var name: String
    /// The identity of the `CacheFileNaming` that computed the name.
    package var naming: Int
    /// The digest of the source that the state refers to.
    package var digest: ContentDigest?
    package var state: State
    /// The digest of the cache file; nil if the file was never read.
    package var output: ContentDigest?
    /// When the file was last verified, in seconds since 1970.
    package var checked: Int?
    /// The identity of the rendering, which identifies how the file was made independently of its name; nil if it was
    /// not recorded.
    package var rendering: Int?
    /// The number of the renderer that made the file or failed (`Renderer.number`); nil if it was not recorded.
    package var renderer: Int?

    package init(
        name: String,
        naming: Int,
        digest: ContentDigest? = nil,
        state: State,
        output: ContentDigest? = nil,
        checked: Int? = nil,
        rendering: Int? = nil,
        renderer: Int? = nil
    ) {
        self.name = name
        self.naming = naming
        self.digest = digest
        self.state = state
        self.output = output
        self.checked = checked
        self.rendering = rendering
        self.renderer = renderer
    }

    /// Whether the file has the name, byte for byte: Swift considers some different names equal.
    package func isNamed(_ name: String) -> Bool { self.name.utf8.elementsEqual(name.utf8) }
}
