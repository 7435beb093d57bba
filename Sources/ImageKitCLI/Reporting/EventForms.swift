import Files
import JSON
import Operations
import Planning
import Registry
import WorkerProtocol

extension ImageEvent {
    /// Whether `--log-format json` lists the event. Fresh images are listed only with `--verbose`, because a run can
    /// have very many fresh images.
    func isListed(verbose: Bool) -> Bool {
        if case .fresh = status { verbose } else { true }
    }

    /// The image, for a line of text, such as `photos/a.jpg myapp:thumbnail CACHE/images/photos/a/3f.jpg`.
    var description: String {
        [origin.sourceName, generator, name.isEmpty ? nil : name].compactMap(\.self).joined(separator: " ")
    }

    /// The line for the event in `--log-format json`.
    /// - Parameter settings: the settings with the location of the sources. With settings, the line of an image that
    ///   failed or would be made has the member `source_path`, so that a tool can refer to the source's file. The
    ///   member is absent if the file does not exist.
    func json(at time: UTCTime, settings: Settings? = nil) -> JSONText {
        .object(omittingNil: [
            "event": "image", "time": .string(time.description), "generator": .string(generator),
            "source": origin.sourceName.map { .string($0) },
            "source_path": settings.flatMap(sourcePath).map { .string($0) },
            "name": name.isEmpty ? nil : .string(name),
            "status": .string(statusName), "reason": reason.map { .string($0.rawValue) },
            "width": made.map { .integer($0.width) }, "height": made.map { .integer($0.height) },
            "bytes": bytes.map { .integer($0) }, "seconds": seconds.map { .seconds($0) },
            "error": failure.map(json(of:)),
        ]).adding(made?.notes.making ?? [])
    }

    private func json(of failure: Outcome.Failure) -> JSONText {
        guard let since else { return failure.json }
        return failure.json.adding([JSONText.Member(key: "since", value: .string(UTCTime(seconds: since).description))])
    }

    private func sourcePath(_ settings: Settings) -> String? {
        switch status {
        case .failed, .wouldGenerate:
            guard let path = origin.sourceName.map(settings.path), FileStamp(path: path) != nil else { return nil }
            return path
        case .generated, .fresh:
            return nil
        }
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
    func json(at time: UTCTime, seconds: Double) -> JSONText {
        .object(omittingNil: [
            "event": "summary", "time": .string(time.description), "generated": .integer(generated),
            "fresh": .integer(fresh), "failed": .integer(failed),
            "failed_sources": .integer(failures.sources), "new_failures": .integer(failures.newImages),
            "would_generate": .integer(wouldGenerate), "left": left.map { .integer($0) }, "seconds": .seconds(seconds),
        ])
    }

    /// A sentence such as `1 folder could not be searched for sources, 2 source groups could not be read`; nil if all
    /// folders and source groups were read.
    var unreadSentence: String? {
        var parts: [String] = []
        if unreadFolders > 0 { parts.append("\(counted(unreadFolders, "folder")) could not be searched for sources") }
        if unreadGroups > 0 { parts.append("\(counted(unreadGroups, "source group")) could not be read") }
        return parts.isEmpty ? nil : parts.joined(separator: ", ")
    }

    /// A sentence such as `12 generated, 3 fresh in 1.2 s; 1 source, 2 images failed`.
    func sentence(seconds: Double) -> String {
        var parts = ["\(generated) generated", "\(fresh) fresh"]
        if let left, left > 0 { parts.append("\(left) left") }
        if wouldGenerate > 0 { parts = ["\(wouldGenerate) to generate"] + parts.dropFirst() }
        let failed = failed > 0 ? "; \(sourcesAndImages(failures.sources, failed)) failed" : ""
        return parts.joined(separator: ", ") + " in \((seconds * 10).rounded() / 10) s" + failed
    }
}

extension FailureSummary.Repeated {
    /// A sentence such as `3 sources, 6 images still fail since 2026-11-20, see imagekit status --failed`.
    var sentence: String {
        let (day, last) = (UTCTime(seconds: first).day, UTCTime(seconds: last).day)
        let subject = sourcesAndImages(sources, images)
        let verb = images == 1 ? "fails" : "fail"
        return "\(subject) still \(verb) since \(day)\(day == last ? "" : " or later"), see imagekit status --failed"
    }
}

/// Returns a phrase such as `3 sources, 6 images`. If the images have no source, the phrase is only `6 images`.
func sourcesAndImages(_ sources: Int, _ images: Int) -> String {
    (sources > 0 ? counted(sources, "source") + ", " : "") + counted(images, "image")
}
