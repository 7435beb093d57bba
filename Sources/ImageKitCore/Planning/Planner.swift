import ImageSpecs
import WorkerProtocol

/// Works out what a run has to do: registry × source files × known state → images with reasons.
///
/// It looks at files and writes nothing, so that `--dry-run`, `--check` and the real run share it.
struct Planner {
    let registry: Registry
    let selected: SelectedPart
    let catalog: SourceCatalog
    let force: Bool
    /// nil where nothing is known.
    let state: StateReader?
    let warn: @Sendable (String) -> Void

    private var settings: Settings { registry.settings }

    /// Hands on what is to be done, source by source in byte order of their names.
    func forEachSource(_ body: (PlannedSource) throws -> Void) throws {
        let stream = try SourceStream(catalog, groups: registry.groups(of: selected.generators), warn: warn)
        while let source = stream.next() {
            if let onlySource = selected.onlySource, !onlySource.matches(source.name) { continue }
            let generators = selected.generators.filter { generator in
                registry.generators[generator].groups.contains { source.groups.contains($0) }
            }
            if !generators.isEmpty { try body(try plan(source, for: generators)) }
        }
    }

    /// What is to be done about some images of one source.
    func plan(_ source: SourceStream.Sighting, for generators: [Int]) throws -> PlannedSource {
        let known = try state?.records(of: source.name)
        var planned = PlannedSource(name: source.name, record: nil, images: [], changes: [])
        let failure: Outcome.Failure?
        switch source.status {
        case .file(let stamp):
            (planned.record, failure) = identify(
                source.name,
                stamp,
                known?.source,
                hasFiles: known?.files.isEmpty == false
            )
        case .unusable(let reason):
            failure = reason
        }
        if let record = planned.record, let digest = record.digest, known?.source?.stamp != record.stamp,
            known?.source?.digest == digest, !record.stamp.isRacy(at: currentTime())
        {
            planned.changes.append(.source(source.name, SourceRecord(stamp: record.stamp, digest: digest)))
        }
        for generator in generators {
            let spec = registry.generators[generator].spec
            let name = settings.specNamer.name(for: spec, source: source.name, in: settings.cachefileDir)
            let verdict: PlannedImage.Verdict
            if let failure {
                verdict = .failed(failure)
            } else {
                let record = known?.files.first { $0.name.utf8.elementsEqual(name.utf8) }
                let changed = known?.source.map { $0.digest != planned.record?.digest } ?? false
                verdict = judge(name, record, sourceChanged: changed, in: &planned)
            }
            planned.images.append(PlannedImage(generator: generator, name: name, verdict: verdict))
        }
        return planned
    }

    /// Tells whether the source is still what the state knows: by its stamp, and where that moved by its content.
    private func identify(
        _ name: String,
        _ stamp: FileStamp,
        _ known: SourceRecord?,
        hasFiles: Bool
    ) -> (PartialSourceRecord?, Outcome.Failure?) {
        if let known, known.stamp == stamp { return (PartialSourceRecord(stamp: stamp, digest: known.digest), nil) }
        guard known != nil || hasFiles else { return (PartialSourceRecord(stamp: stamp), nil) }
        return readDigest(name)
    }

    private func readDigest(_ name: String) -> (PartialSourceRecord?, Outcome.Failure?) {
        do throws(FileError) {
            let (digest, stamp) = try ContentDigest.read(settings.mediaRoot + "/" + name)
            return (PartialSourceRecord(stamp: stamp, digest: digest), nil)
        } catch {
            return (
                nil, Outcome.Failure(code: .unreadableSource, message: "the source cannot be read: \(error.reason)")
            )
        }
    }

    private func judge(
        _ name: String,
        _ record: CacheRecord?,
        sourceChanged: Bool,
        in planned: inout PlannedSource
    ) -> PlannedImage.Verdict {
        if force { return .needed(.forced) }
        let file = FileStamp(path: settings.mediaRoot + "/" + name)
        guard let record else {
            guard let file else { return .needed(.missing) }
            // A file of unknown age beside a source that is known to have changed may show the old one.
            return sourceChanged ? .needed(.sourceChanged) : adopt(name, file, in: &planned)
        }
        let isOfThisSource = record.digest != nil && record.digest == planned.record?.digest
        switch record.state {
        case .failed(var failure) where isOfThisSource:
            failure.message += " (as before; the source has not changed since, --force tries again)"
            return .failed(failure)
        case .failed: return .needed(file == nil ? .missing : .sourceChanged)
        case .pending: return .needed(file == nil ? .missing : .interrupted)
        case .made(let bytes, let image):
            guard let file else { return .needed(.missing) }
            guard isOfThisSource else { return .needed(.sourceChanged) }
            guard file.size == bytes else { return .needed(.damaged) }
            return .fresh(bytes: bytes, image: image)
        }
    }

    /// Takes a file that is there without a record, made by a Django site or before the state was lost, as it is.
    private func adopt(_ name: String, _ file: FileStamp, in planned: inout PlannedSource) -> PlannedImage.Verdict {
        if planned.record?.digest == nil {
            let (record, failure) = readDigest(planned.name)
            if let failure { return .failed(failure) }
            planned.record = record
        }
        guard let record = planned.record, let digest = record.digest else { return .needed(.missing) }
        guard let image = ImageHeader.read(settings.mediaRoot + "/" + name) else { return .needed(.damaged) }
        planned.changes.append(.source(planned.name, SourceRecord(stamp: record.stamp, digest: digest).trusted))
        let found = CacheRecord(name: name, digest: digest, state: .made(bytes: file.size, image: image))
        planned.changes.append(.cacheFile(source: planned.name, found))
        return .fresh(bytes: file.size, image: image)
    }
}
