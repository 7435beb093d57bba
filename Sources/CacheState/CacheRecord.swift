import Files
import WorkerProtocol

/// The record of a cache file.
package struct CacheRecord: Sendable {
    /// What is known about the cache file.
    package enum State: Sendable {
        /// The file was made or adopted. `image` is nil if the description was not read from the state, or if the state
        /// has none.
        case made(bytes: Int, image: ImageDescription?)
        /// A run must make this file and has not finished it, `imagekit invalidate` marked the file, or a command
        /// deletes the file from a bucket. So if the file exists, it can be outdated.
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
