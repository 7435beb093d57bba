import Files
import ImageSpecs
import WorkerProtocol

/// What is known of a source.
package struct SourceRecord: Equatable, Sendable {
    package var stamp: FileStamp
    package var digest: ContentDigest

    package init(stamp: FileStamp, digest: ContentDigest) {
        self.stamp = stamp
        self.digest = digest
    }

    /// What is known of a canvas, which stands in a source's place and never changes.
    package static let ofCanvas = SourceRecord(
        stamp: FileStamp(size: 0, modified: 0, changed: 0, inode: 0),
        digest: .ofNothing
    )
}

/// What a worker told of an image that it made. By reference, and failures are too: a run with nothing to do hands on a
/// million images without a word about them, and each would have the room for it.
package final class ImageDescription: Sendable {
    package let image: Outcome.MadeImage

    package init(_ image: Outcome.MadeImage) { self.image = image }
}

/// What is known of a cache file.
package struct CacheRecord: Sendable {
    package enum State: Sendable {
        /// Made; the image as the worker described it, or without its dimensions where the file was found.
        case made(bytes: Int, image: ImageDescription?)
        /// Wanted by a run that has not finished it: whatever is there may be of an older source.
        case pending
        /// Under limits of that identity; nil where nobody noted it.
        indirect case failed(Outcome.Failure, limits: Int?)
    }

    package var name: String
    /// The identity of the `CacheFileNaming` that gave the name.
    package var naming: Int
    /// The content of the source that the state is about.
    package var digest: ContentDigest?
    package var state: State
    /// The content of the cache file; nil where nobody has read it.
    package var output: ContentDigest?
    /// When the file was last seen to be what it was made to be, in seconds since 1970.
    package var checked: Int?
    /// The identity of the rendering, which says how the file was made whatever its name; nil where nobody noted it.
    package var rendering: Int?

    package init(
        name: String,
        naming: Int,
        digest: ContentDigest? = nil,
        state: State,
        output: ContentDigest? = nil,
        checked: Int? = nil,
        rendering: Int? = nil
    ) {
        self.name = name
        self.naming = naming
        self.digest = digest
        self.state = state
        self.output = output
        self.checked = checked
        self.rendering = rendering
    }

    /// Whether the file has the name, byte for byte: Swift takes some names that differ for equal.
    package func isNamed(_ name: String) -> Bool { self.name.utf8.elementsEqual(name.utf8) }
}
