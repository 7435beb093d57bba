import Planning
import Registry
import WorkerProtocol

extension PlannedSource {
    /// Whether a run would make or rename an image, or record something.
    var hasWork: Bool { !changes.isEmpty || images.contains(where: \.isWanted) }

    /// Reports the images that are fresh or failed, and updates `history`. In a dry run, also reports the images that a
    /// run would make or rename. Fresh images are reported only if `report` requests them (`wantsFresh`).
    func report(
        to report: any GenerationReport,
        _ registry: Registry,
        _ history: FailureHistory,
        isDryRun: Bool
    ) {
        if settledImages != nil && images.isEmpty { return }
        let failures = images.map { image -> Outcome.Failure? in
            if case .failed(let failure) = image.verdict { failure } else { nil }
        }
        for image in images {
            let generator = image.id(in: registry)
            let status: ImageEvent.Status
            var since: Int?
            switch image.verdict {
            case .fresh(let bytes, let made):
                history.succeeded(generator, origin)
                guard report.wantsFresh else { continue }
                status = .fresh(bytes: bytes, image: made?.image)
            case .failed(let failure):
                since = history.failed(generator, origin, failure, record?.digest)
                status = .failed(failure.repeated)
            case .needed(let reason):
                history.tries(generator, origin)
                guard isDryRun else { continue }
                status = .wouldGenerate(reason)
            case .renamed:
                guard isDryRun else { continue }
                status = .wouldGenerate(.renamed)
            }
            report.image(
                ImageEvent(
                    image,
                    of: origin,
                    in: registry,
                    status: status,
                    isOfWholeSource: failures.areAllAlike,
                    since: since,
                    isFromPlan: true
                )
            )
        }
    }
}

extension [Outcome.Failure?] {
    /// Whether there are several elements and all are the same failure.
    var areAllAlike: Bool {
        guard count > 1, let first = self[0] else { return false }
        return allSatisfy { $0 == first }
    }
}
