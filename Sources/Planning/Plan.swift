import CacheState
import Files
import ImageSpecs
import SourceGroups
import WorkerProtocol

/// What a run would do with one source.
package struct PlannedSource: Sendable {
    package var name: String
    /// Absent where the source cannot be looked at.
    package var record: PartialSourceRecord?
    /// One for each selected generator that has the source.
    package var images: [PlannedImage]
    /// What the state should learn though nothing is to be made: new times of a touched source, files that were found.
    package var changes: [StateChange]
    /// Files that the state knows of a source that lacks a field of its images' names: nobody can tell now which of them
    /// are wanted.
    package var keptNames: [String] = []
    /// The stamp that the images have from now on, where all of them were seen to be fresh. To learn it alone is no reason to
    /// write.
    package var imagesStamp: Int?
    /// How many images it has, where all are fresh and there is nothing to learn: as it is with nearly all sources of nearly all
    /// runs. Where they are only counted, `images` is empty.
    package var settledImages: Int?
}

/// What somebody wants to know of fresh images.
package enum FreshImages {
    /// How many they are.
    case counted
    /// Which they are.
    case named
    /// All that the state knows of them.
    case described
}

/// The stamp of a source, with its digest where that had to be known.
package struct PartialSourceRecord: Sendable {
    package var stamp: FileStamp
    package var digest: ContentDigest?
}

/// What a run would do about one cache file.
package struct PlannedImage: Sendable {
    /// The place of the generator in the registry.
    package var generator: Int
    /// The cache file's name; empty where a field that is part of it cannot be had.
    package var name: String
    package var verdict: Verdict
    /// With the source's fields; nil where the generator's spec does not change.
    package var spec: ResolvedSpec?
    /// The name under which the file is there, where it is to be renamed.
    package var formerName: String?

    /// Whether a run would make it.
    package var isWanted: Bool { if case .needed = verdict { true } else { false } }

    package enum Verdict: Sendable {
        /// The image is nil where the file was found and nobody has looked into it.
        case fresh(bytes: Int, image: ImageDescription?)
        case needed(Reason)
        /// It failed with this very source, or the source cannot be had at all; trying is no use.
        indirect case failed(Outcome.Failure)
    }
}

/// Why an image is made.
package enum Reason: String, Sendable {
    case missing
    case sourceChanged = "source-changed"
    /// Another image is laid over the source now.
    case overlayChanged = "overlay-changed"
    case forced
    /// An earlier run was stopped while it worked on the file.
    case interrupted
    /// The file in the tree is not the one that was made.
    case damaged
    /// It is there under the name that it had before.
    case renamed
    /// It was over a limit, and the limits have been changed since.
    case limitsChanged = "limits-changed"
}
