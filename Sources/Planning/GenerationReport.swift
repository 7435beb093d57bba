import Files
import Registry
import SourceGroups
import WorkerProtocol

/// Receives the events of a run, from several threads concurrently.
package protocol GenerationReport: Sendable {
    /// Whether fresh images are reported. There can be many of them.
    var wantsFresh: Bool { get }
    func image(_ event: ImageEvent)
    /// Called for a failure that does not concern a single image, such as a folder that cannot be read.
    func problem(_ message: String)
    /// - Parameter isEveryday: whether the warning needs no action. Without a terminal, such a warning is not printed.
    func warning(_ message: String, isEveryday: Bool)
    /// Called before the run waits for another run.
    func waiting()
    /// Called before the first image is made, with the number of images that the run makes.
    func started(images: Int)
    /// Called with the number of images that the plan adds after the first image was made.
    func planned(images: Int)
    /// Called if the cache of a Django site could not be updated.
    /// - Parameter message: the reason, and what the site does.
    func siteIsNotNotified(_ message: String)
}

extension GenerationReport {
    package func planned(images: Int) {}

    package func siteIsNotNotified(_ message: String) { warning(message, isEveryday: true) }

    /// Returns how to wait for another run; nil if the run must not wait.
    package func waiting(_ patience: LockPatience) -> LockWait? { LockWait(patience) { self.waiting() } }

    /// Reports a notice about the sources of a group as a problem or as a warning.
    package func notice(_ notice: SourceNotice) {
        switch notice.kind {
        case .failure: problem(notice.message)
        case .warning, .everyday: warning(notice.message, isEveryday: notice.kind == .everyday)
        }
    }
}

/// The result for one cache file.
package struct ImageEvent: Sendable {
    /// What a run did or would do with the image.
    package enum Status: Sendable {
        case generated(Outcome.MadeImage, Reason, seconds: Double)
        /// `image` is nil if the state has no description of the image.
        case fresh(bytes: Int, image: Outcome.MadeImage?)
        case failed(Outcome.Failure)
        case wouldGenerate(Reason)
    }

    package let generator: String
    package let origin: ImageOrigin
    /// The name of the cache file; empty if the image has no name, for example because a field is missing.
    package let name: String
    package let status: Status
    /// Whether all images of the source fail in the same way, so that the cause is the source and not a generator.
    package var isOfWholeSource = false
    /// The time when an earlier run first reported the same failure, in seconds since 1970; nil if the failure is new.
    package var since: Int?
    /// The role of the generator in a set; nil if the generator belongs to no set.
    package let member: SetMember?

    package init(
        generator: String,
        origin: ImageOrigin,
        name: String,
        status: Status,
        isOfWholeSource: Bool = false,
        since: Int? = nil,
        member: SetMember? = nil
    ) {
        self.generator = generator
        self.origin = origin
        self.name = name
        self.status = status
        self.isOfWholeSource = isOfWholeSource
        self.since = since
        self.member = member
    }

    package init(
        _ image: PlannedImage,
        of origin: ImageOrigin,
        in registry: Registry,
        status: Status,
        isOfWholeSource: Bool = false,
        since: Int? = nil
    ) {
        self.init(
            generator: image.id(in: registry),
            origin: origin,
            name: image.name,
            status: status,
            isOfWholeSource: isOfWholeSource,
            since: since,
            member: registry.generators[image.generator].member
        )
    }
}

extension ImageEvent {
    /// The subject of a message about the image.
    package var subject: String { origin.sourceName ?? generator }

    /// The description of the image; nil if the image was not made and has no description in the state.
    package var made: Outcome.MadeImage? {
        switch status {
        case .generated(let image, _, _): image
        case .fresh(_, let image): image
        case .failed, .wouldGenerate: nil
        }
    }

    package var bytes: Int? {
        switch status {
        case .generated(let image, _, _): image.bytes
        case .fresh(let bytes, _): bytes
        case .failed, .wouldGenerate: nil
        }
    }

    package var reason: Reason? {
        switch status {
        case .generated(_, let reason, _), .wouldGenerate(let reason): reason
        case .fresh, .failed: nil
        }
    }

    package var seconds: Double? {
        if case .generated(_, _, let seconds) = status { seconds } else { nil }
    }

    package var failure: Outcome.Failure? {
        if case .failed(let failure) = status { failure } else { nil }
    }
}
