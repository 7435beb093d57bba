import CacheState
import Registry
import SourceGroups
import WorkerProtocol

/// What a run would do with one image. The name is kept until the image is recorded, because computing a name is
/// expensive (`CacheFileNaming`).
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

    /// Whether the image was made from the current source and is made again only for a reason such as `--force`. Such
    /// an image counts as fresh until it is replaced.
    package var isFreshUntilReplaced: Bool { isRecorded && reason?.isOfFreshImage == true }

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
