import Planning
import Registry
import WorkerProtocol

/// The result for one cache file.
package struct ImageEvent: Sendable {
    /// What a run did or would do with the image.
    package enum Status: Sendable {
        case generated(Outcome.MadeImage, Reason, seconds: Double)
        /// `image` is nil if the caller does not need it (`FreshImages`), or if the state has no description of the
        /// image.
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
    /// Whether the plan determined the result. If so, the image is not among the images to make, whose number a
    /// `GenerationReport` receives (`started` and `planned`).
    package var isFromPlan = false
    /// The role of the generator in a set; nil if the generator belongs to no set.
    package let member: SetMember?

    package init(
        generator: String,
        origin: ImageOrigin,
        name: String,
        status: Status,
        isOfWholeSource: Bool = false,
        since: Int? = nil,
        isFromPlan: Bool = false,
        member: SetMember? = nil
    ) {
        self.generator = generator
        self.origin = origin
        self.name = name
        self.status = status
        self.isOfWholeSource = isOfWholeSource
        self.since = since
        self.isFromPlan = isFromPlan
        self.member = member
    }

    package init(
        _ image: PlannedImage,
        of origin: ImageOrigin,
        in registry: Registry,
        status: Status,
        isOfWholeSource: Bool = false,
        since: Int? = nil,
        isFromPlan: Bool = false
    ) {
        self.init(
            generator: image.id(in: registry),
            origin: origin,
            name: image.name,
            status: status,
            isOfWholeSource: isOfWholeSource,
            since: since,
            isFromPlan: isFromPlan,
            member: registry.generators[image.generator].member
        )
    }
}

extension ImageEvent {
    /// The subject of a message about the image.
    package var subject: String { origin.sourceName ?? generator }

    /// The description of the image; nil if the event has no description.
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
