import WorkerProtocol

/// Told what happens in a run, from several threads at once.
package protocol GenerationReport: Sendable {
    /// Whether fresh images are of interest; they are many.
    var wantsFresh: Bool { get }
    func image(_ event: ImageEvent)
    func warn(_ message: String)
    /// Before waiting for another run.
    func waiting()
    /// Before the first of so many images is made.
    func started(images: Int)
}

extension GenerationReport {
    /// What is called before waiting for another run; nil, which gives up, where nobody is to wait.
    package func waiting(if waits: Bool) -> (() -> Void)? { waits ? { self.waiting() } : nil }
}

/// What became of one cache file.
package struct ImageEvent: Sendable {
    package enum Status: Sendable {
        case generated(Outcome.MadeImage, Reason, seconds: Double)
        /// The image is nil where the file was found and nobody has looked into it.
        case fresh(bytes: Int, image: Outcome.MadeImage?)
        case failed(Outcome.Failure)
        case wouldGenerate(Reason)
    }

    package let generator: String
    /// Empty where the image is made from a canvas.
    package let source: String
    /// Empty where a field that is part of the name cannot be had.
    package let name: String
    package let status: Status
    /// Whether all of the source's images fail alike, so that it is the source's failure and no generator's.
    package var isOfWholeSource = false

    package init(generator: String, source: String, name: String, status: Status, isOfWholeSource: Bool = false) {
        self.generator = generator
        self.source = source
        self.name = name
        self.status = status
        self.isOfWholeSource = isOfWholeSource
    }
}

extension ImageEvent {
    /// What a message about the image names.
    package var subject: String { source.isEmpty ? generator : source }

    /// The image, where it was made or is known.
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
