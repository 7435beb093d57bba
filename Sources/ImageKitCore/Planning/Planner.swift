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

    /// Sources are planned by so many: enough that handing them to another thread costs nothing, few enough to be cheap
    /// to hold.
    private static let batch = 256
    /// How many batches of cache files are looked at side by side.
    private static let looks = 4

    /// Hands on what is to be done, source by source in byte order of their names.
    ///
    /// Sources and state are read here, cache files are looked at on other threads meanwhile: with nothing to do, a run
    /// takes as long as the longer of the two.
    func forEachSource(_ body: (PlannedSource) throws -> Void) throws {
        var stream = try CandidateStream(registry, selected, catalog, state: state, warn: warn)
        let root = FolderHandle(settings.mediaRoot)
        var ahead: [(candidates: [Candidate], look: CacheTreeLook)] = []
        var isAtEnd = false
        while !isAtEnd || !ahead.isEmpty {
            if !isAtEnd {
                let candidates = try stream.next(Self.batch)
                isAtEnd = candidates.count < Self.batch
                ahead.append((candidates, CacheTreeLook(at: candidates.flatMap { $0.files.map(\.name) }, below: root)))
                if !isAtEnd && ahead.count < Self.looks { continue }
            }
            let (candidates, look) = ahead.removeFirst()
            var sizes = look.sizes()[...]
            for candidate in candidates {
                try body(plan(candidate, sizes: sizes.prefix(candidate.files.count)))
                sizes = sizes.dropFirst(candidate.files.count)
            }
        }
    }

    /// - Parameter sizes: of the candidate's files, nil where there is none.
    func plan(_ candidate: Candidate, sizes: ArraySlice<Int?>) -> PlannedSource {
        var planned = PlannedSource(name: candidate.name, record: nil, images: [], changes: [])
        let failure: Outcome.Failure?
        switch candidate.status {
        case .file(let stamp): (planned.record, failure) = identify(candidate, stamp)
        case .unusable(let reason): failure = reason
        }
        if let record = planned.record, let digest = record.digest, candidate.known?.stamp != record.stamp,
            candidate.known?.digest == digest, !record.stamp.isRacy(at: currentTime())
        {
            planned.changes.append(.source(planned.name, SourceRecord(stamp: record.stamp, digest: digest)))
        }
        planned.images.reserveCapacity(candidate.files.count)
        // A file of unknown age beside a source that is known to have changed may show the old one.
        let sourceChanged = candidate.known.map { $0.digest != planned.record?.digest } ?? false
        for (file, size) in zip(candidate.files, sizes) {
            let verdict =
                (failure ?? file.fieldFailure).map(PlannedImage.Verdict.failed)
                ?? judge(file, size, sourceChanged: sourceChanged, in: &planned)
            planned.images.append(
                PlannedImage(generator: file.generator, name: file.name, verdict: verdict, spec: file.spec)
            )
        }
        return planned
    }

    /// Tells whether the source is still what the state knows: by its stamp, and where that moved by its content.
    private func identify(
        _ candidate: Candidate,
        _ stamp: FileStamp
    ) -> (PartialSourceRecord?, Outcome.Failure?) {
        if let known = candidate.known, known.stamp == stamp {
            return (PartialSourceRecord(stamp: stamp, digest: known.digest), nil)
        }
        guard candidate.known != nil || candidate.hasRecords else { return (PartialSourceRecord(stamp: stamp), nil) }
        return readDigest(candidate.name)
    }

    private func readDigest(_ name: String) -> (PartialSourceRecord?, Outcome.Failure?) {
        do throws(FileError) {
            let (digest, stamp) = try ContentDigest.read(settings.path(of: name))
            return (PartialSourceRecord(stamp: stamp, digest: digest), nil)
        } catch {
            return (nil, error.asSourceFailure)
        }
    }

    /// - Parameter size: of the file in the tree; nil where there is none.
    private func judge(
        _ file: Candidate.File,
        _ size: Int?,
        sourceChanged: Bool,
        in planned: inout PlannedSource
    ) -> PlannedImage.Verdict {
        if force { return .needed(.forced) }
        guard let record = file.record else {
            guard let size else { return .needed(.missing) }
            return sourceChanged ? .needed(.sourceChanged) : adopt(file, size, in: &planned)
        }
        let isOfThisSource = record.digest != nil && record.digest == planned.record?.digest
        switch record.state {
        case .failed(var failure) where isOfThisSource:
            failure.message += " (as before; the source has not changed since, --force tries again)"
            return .failed(failure)
        case .failed: return .needed(size == nil ? .missing : .sourceChanged)
        case .pending: return .needed(size == nil ? .missing : .interrupted)
        case .made(let bytes, let image):
            guard let size else { return .needed(.missing) }
            guard isOfThisSource else { return .needed(.sourceChanged) }
            guard size == bytes else { return .needed(.damaged) }
            return .fresh(bytes: bytes, image: image)
        }
    }

    /// Takes a file that is there without a record, made by a Django site or before the state was lost, as it is.
    private func adopt(_ file: Candidate.File, _ size: Int, in planned: inout PlannedSource) -> PlannedImage.Verdict {
        if planned.record?.digest == nil {
            let (record, failure) = readDigest(planned.name)
            if let failure { return .failed(failure) }
            planned.record = record
        }
        guard let record = planned.record, let digest = record.digest else { return .needed(.missing) }
        guard let image = ImageHeader.read(settings.path(of: file.name)) else { return .needed(.damaged) }
        planned.changes.append(.source(planned.name, SourceRecord(stamp: record.stamp, digest: digest).trusted))
        let found = CacheRecord(
            name: file.name,
            naming: file.naming,
            digest: digest,
            state: .made(bytes: size, image: image)
        )
        planned.changes.append(.cacheFile(source: planned.name, found))
        return .fresh(bytes: size, image: image)
    }
}
