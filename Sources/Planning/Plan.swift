import CacheState
import Files
import ImageHeaders
import ImageSpecs
import Registry
import SourceGroups
import WorkerProtocol

/// What a run would do with one source or canvas.
package struct PlannedSource: Sendable {
    package var origin: ImageOrigin
    /// The stamp of the source, and its digest if it is known; nil if the source cannot be examined.
    package var record: PartialSourceRecord?
    /// One image for each selected generator that applies to the source. Empty if the fresh images are only counted.
    package var images: [PlannedImage]
    /// Changes to record even if no image is made: the new times of a source with unchanged content, and adopted files.
    package var changes: [StateChange]
    /// The names of all cache files of the source in the state. The array is empty unless the source lacks a field that
    /// a name depends on. In this case, it is unknown which of these files are still used.
    package var keptNames: [String] = []
    /// Whether the source can have cache files whose names are unknown: its header cannot be read, and the state has no
    /// records of the source.
    package var hasUnknownNames = false
    /// If all images of the source are fresh, the stamp of the folder that contains these images. The stamp is recorded
    /// only if the state is written for another reason.
    package var imagesStamp: Int?
    /// The number of images if all images are fresh and nothing must be recorded; otherwise nil. In most runs, nearly
    /// all sources have this number. If fresh images are only counted, `images` is empty for such a source.
    package var settledImages: Int?
}

/// What the caller needs to know about fresh images.
package enum FreshImages {
    /// Only the number of fresh images.
    case counted
    /// The names of fresh images.
    case named
    /// Everything that the state records about fresh images.
    case described
}

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

/// What a run would do with one image. The name is kept until the image is recorded, because computing a name again
/// would require a pickle and its MD5.
package struct PlannedImage: Sendable {
    package var generator: GeneratorID
    /// The cache file's name; empty if the image has no name, for example because a field is missing.
    package var name: String
    package var verdict: Verdict
    /// The spec that is resolved for the source; nil if the generator's spec does not depend on the source.
    package var spec: ResolvedSpec?
    /// Whether the state has a record that the file was made from the current source.
    package var isRecorded = false
    /// How often the image failed for a reason that can disappear.
    package var tries = 0
    /// The time, in milliseconds, that earlier runs spent on the image before their time budget ended.
    package var spent = 0

    /// The id of the generator. A member of a set can have an id that depends on the source.
    package func id(in registry: Registry) -> String { spec?.id ?? registry.generators[generator].id }

    /// Whether a run would make or rename the image.
    package var isWanted: Bool { reason != nil }

    /// The reason why a run would make or rename the image; nil if it would do neither.
    package var reason: Reason? {
        switch verdict {
        case .needed(let reason): reason
        case .renamed: .renamed
        case .fresh, .failed: nil
        }
    }

    /// The current name of the file if a run would rename the file.
    package var formerName: String? { if case .renamed(let former) = verdict { former } else { nil } }

    /// The result of the plan for one image.
    package enum Verdict: Sendable {
        /// `image` is nil if the caller does not need it (`FreshImages`), or if the state has no description of the
        /// image.
        case fresh(bytes: Int, image: ImageDescription?)
        case needed(Reason)
        /// The file exists under another name.
        case renamed(from: String)
        /// The run makes no attempt. For example, the image failed before with the same source, or the source is
        /// unavailable.
        indirect case failed(Outcome.Failure)
    }
}

/// The reason why a run makes or renames an image.
package enum Reason: String, Sendable {
    case missing
    case sourceChanged = "source-changed"
    /// The content of an overlay has changed, or the generator uses another overlay.
    case overlayChanged = "overlay-changed"
    case forced
    /// An earlier run was stopped while it made the file, or `imagekit invalidate` marked the file.
    case interrupted
    /// The file in the cache folder differs from the file that was made, or is not an image.
    case damaged
    /// The file exists under its former name.
    case renamed
    /// The image failed because of a limit, and the limits have changed since.
    case limitsChanged = "limits-changed"
    /// The image failed with another version of imagekit or libvips.
    case rendererChanged = "renderer-changed"
    /// The image failed for a reason that can disappear.
    case retried
    /// The image can show a fault of an earlier version (`FixedFault`).
    case outdated

    /// A page shows a placeholder of the image, and the state does not contain this placeholder.
    case placeholderMissing = "placeholder-missing"

    /// Whether the existing image can be fresh in every other respect.
    package var isOfFreshImage: Bool { self == .forced || self == .outdated || self == .placeholderMissing }
}
