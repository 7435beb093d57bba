import Files
import JSON
import Operations
import WorkerProtocol

extension FailureList {
    /// The object of `imagekit status --failed --json`.
    var json: JSONText {
        let failed = entries.map { entry -> JSONText in
            .object(omittingNil: [
                "source": entry.source.map { .string($0) },
                "generators": .array(entry.generators.map { .string($0) }),
                "code": .string(entry.failure.code.rawValue), "reason": .string(entry.failure.message),
                "since": .string(UTCTime(seconds: entry.since).description),
            ])
        }
        return ["failed": .array(failed), "sources": .integer(sources), "images": .integer(images)]
    }

    /// One line for each entry, such as `photos/a.jpg (app:large, app:small): empty-source since 2026-11-20T03:15:02Z:
    /// …`, and a line with the total numbers.
    var lines: [String] {
        entries.map { entry in
            let generators = entry.generators.joined(separator: ", ")
            let subject = entry.source.map { "\($0) (\(generators))" } ?? generators
            let since = UTCTime(seconds: entry.since)
            return "\(subject): \(entry.failure.code.rawValue) since \(since): \(entry.failure.message)"
        } + ["\(sourcesAndImages(sources, images)) failed"]
    }
}
