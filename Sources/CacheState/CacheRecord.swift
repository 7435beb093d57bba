import Files
import ImageHeaders
import ImageSpecs
import WorkerProtocol

/// The record of a source.
package struct SourceRecord: Equatable, Sendable {
    package var stamp: FileStamp
    package var digest: ContentDigest
    /// The header of the content with this digest; nil if it is unknown, because no plan needed it so far.
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

/// The description of an image, from a worker or from the header of the image's file. The type is a class, because a
/// run can handle a million records without a description, and a struct would take up space in each of these records.
/// The case `CacheRecord.State.failed` is indirect for the same reason.
package final class ImageDescription: Sendable {
    package let image: Outcome.MadeImage
    /// When and why imagekit made the image; nil if imagekit only found the file, or if the version of imagekit that
    /// made the image did not record this.
    package let making: Making?

    package init(_ image: Outcome.MadeImage, making: Making? = nil) {
        self.image = image
        self.making = making
    }

    /// When and why imagekit made an image.
    package struct Making: Hashable, Sendable {
        /// The time in seconds since 1970.
        package let time: Int
        /// One of the reasons in the JSON output of a run, such as `missing`.
        package let reason: String

        package init(time: Int, reason: String) {
            self.time = time
            self.reason = reason
        }
    }
}

/// The record of a cache file.
package struct CacheRecord: Sendable {
    /// What is known about the cache file.
    package enum State: Sendable {
        /// The file was made or adopted. `image` is nil if the description was not read from the state, or if the state
        /// has none.
        case made(bytes: Int, image: ImageDescription?)
        /// A run must make this file and has not finished it, or `imagekit invalidate` marked the file. So an existing
        /// file can show an older source.
        case pending
        /// The image could not be made. `limits` is the identity of the limits at that time; nil if it was not
        /// recorded.
        indirect case failed(Outcome.Failure, limits: Int?)
    }

    package var name: String
    /// The identity of the `CacheFileNaming` that computed the name.
    package var naming: Int
    /// The combined digest of the image's source and overlays at the time when the image was made or failed.
    package var digest: ContentDigest?
    package var state: State
    /// The digest of the cache file; nil if the file was never read.
    package var output: ContentDigest?
    /// When the file was last verified, or when the image failed, in seconds since 1970.
    package var checked: Int?
    /// How often the image failed for a reason that can disappear.
    package var tries: Int?
    /// The time, in milliseconds, that runs spent on a pending image before their time budget ended.
    package var spent: Int?
    static let maxTries = 1000
    static let maxSpent = 1 << 40
    /// Identifies how the file was made, independently of its name; nil if it was not recorded.
    package var rendering: Int?
    /// The number of the renderer with which the image was made or failed (`Renderer.number`); nil if it was not
    /// recorded.
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

    package var isMade: Bool { if case .made = state { true } else { false } }

    /// Whether the file has this name. The bytes are compared, because Swift considers some strings with different
    /// bytes equal.
    package func isNamed(_ name: String) -> Bool { self.name.utf8.elementsEqual(name.utf8) }
}
