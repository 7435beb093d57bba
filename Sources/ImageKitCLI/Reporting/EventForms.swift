import DjangoImport
import JSON
import Operations
import Planning
import Registry

extension ImageEvent {
    /// Whether `--log-format json` lists the event. Fresh images are listed only with `--verbose`, because there are
    /// many.
    func isListed(verbose: Bool) -> Bool {
        if case .fresh = status { verbose } else { true }
    }

    /// The image in a line of text, such as `photos/a.jpg myapp:thumbnail CACHE/images/photos/a/3f.jpg`.
    var description: String {
        [origin.sourceName, generator, name.isEmpty ? nil : name].compactMap(\.self).joined(separator: " ")
    }

    /// The line for the event in `--log-format json`.
    func json(at time: Timestamp) -> JSONText {
        .object(omittingNil: [
            "event": "image", "time": .string(time.description), "generator": .string(generator),
            "source": origin.sourceName.map { .string($0) },
            "name": name.isEmpty ? nil : .string(name),
            "status": .string(statusName), "reason": reason.map { .string($0.rawValue) },
            "width": made.map { .integer($0.width) }, "height": made.map { .integer($0.height) },
            "bytes": bytes.map { .integer($0) }, "seconds": seconds.map { .seconds($0) },
            "error": failure.map { ["code": .string($0.code.rawValue), "message": .string($0.message)] },
        ]).adding(made?.notes.making ?? [])
    }

    private var statusName: String {
        switch status {
        case .generated: "generated"
        case .fresh: "fresh"
        case .failed: "failed"
        case .wouldGenerate: "would-generate"
        }
    }
}

extension GenerationSummary {
    /// The last line of `--log-format json`.
    func json(at time: Timestamp, seconds: Double) -> JSONText {
        .object(omittingNil: [
            "event": "summary", "time": .string(time.description), "generated": .integer(generated),
            "fresh": .integer(fresh), "failed": .integer(failed),
            "would_generate": .integer(wouldGenerate), "left": left.map { .integer($0) }, "seconds": .seconds(seconds),
        ])
    }

    /// A sentence such as `12 generated, 3 fresh, 1 failed in 1.2 s`.
    func sentence(seconds: Double) -> String {
        var parts = ["\(generated) generated", "\(fresh) fresh"]
        if failed > 0 { parts.append("\(failed) failed") }
        if let left, left > 0 { parts.append("\(left) left") }
        if wouldGenerate > 0 { parts = ["\(wouldGenerate) to generate"] + parts.dropFirst() }
        return parts.joined(separator: ", ") + " in \((seconds * 10).rounded() / 10) s"
    }
}
