import CacheState
import Files
import ImageSpecs
import Registry
import SourceGroups
import SystemPackage
import WorkerProtocol

/// Determines what a run has to do: registry × source files × state → images with reasons.
///
/// A planner examines files and writes nothing, so that `--dry-run`, `--check`, and a real run can use the same
/// planner. For another pass over the sources, a run makes a copy of its planner (`again`).
package struct Planner: Sendable {
    package let registry: Registry
    package let catalog: SourceCatalog
    package let specs: SpecResolver
    package let selected: SelectedPart
    /// The digests that the overlays have before any image is made.
    package let overlays: OverlayDigests
    private(set) var policy: VerificationPolicy
    /// The objects of the bucket; nil if cache files are stored only in a folder.
    let objects: StoredObjects?
    let root: FolderHandle
    /// Checks images by the times of their folders; nil if images must be checked one by one.
    private var stamps: FolderSnapshots?

    /// - Parameter isForFewImages: whether only the images of a few sources are planned.
    package init(
        _ specs: SpecResolver,
        _ selected: SelectedPart,
        _ policy: VerificationPolicy,
        isForFewImages: Bool = false
    ) {
        self.specs = specs
        self.selected = selected
        self.policy = policy
        registry = specs.registry
        catalog = specs.catalog
        overlays = OverlayDigests(registry, selected.generators)
        root = FolderHandle(registry.settings.storageRoot)
        objects = StoredObjects(registry.settings, isForFewImages: isForFewImages || selected.sources != nil)
        stamps = Self.stamps(registry, selected, specs, overlays, root, policy)
    }

    private static func stamps(
        _ registry: Registry,
        _ selected: SelectedPart,
        _ specs: SpecResolver,
        _ overlays: OverlayDigests,
        _ root: FolderHandle,
        _ policy: VerificationPolicy
    ) -> FolderSnapshots? {
        // With `--force`, images are not checked. If images are in a bucket, the times of a local folder do not show
        // changes of these images. In both cases, stamps have no use.
        guard !policy.force, !registry.settings.storesInBucket else { return nil }
        return FolderSnapshots(registry, selected, specs, overlays, root: root)
    }

    /// Returns the planner for another pass over the sources, after time has passed or images were made.
    package func again(_ policy: VerificationPolicy) -> Planner {
        var planner = self
        planner.policy = policy
        planner.stamps = Self.stamps(registry, selected, specs, overlays, root, policy)
        return planner
    }

    var settings: Settings { registry.settings }

    /// Whether this planner can compute the stamps of the folders that contain images.
    package var stampsImages: Bool { stamps != nil }

    /// The maximum number of sources in one transfer from the calling thread to another thread (`ParallelBatch`). It is
    /// so large that a transfer takes a negligible time, and so small that the sources of several transfers fit into
    /// memory.
    private static let batch = 256
    /// The maximum number of `ParallelBatch` objects in each of two steps: the check of folders, and the planning. With
    /// several objects in each step, the calling thread rarely waits.
    private static let batchesAhead = 8
    /// The number of sources in the first transfer. It is small, so that the first sources reach the caller early. Each
    /// later transfer is twice as large as the one before, up to `batch`.
    private static let firstBatch = 16

    /// Calls `body` with the plan of each source, in byte order of the sources' names.
    ///
    /// The calling thread reads the sources and the state, and other threads examine and plan the sources. If no image
    /// must be made, a run takes as long as the slower of these two activities.
    /// - Parameters:
    ///   - state: the reader of the state; nil if no state exists.
    ///   - onlyCountingFresh: whether only the number of fresh images is needed.
    ///   - notify: receives notices about source groups.
    func forEachSource(
        beside state: (any StateReading)?,
        onlyCountingFresh: Bool = false,
        notify: @escaping @Sendable (SourceNotice) -> Void,
        _ body: (PlannedSource) throws -> Void
    ) throws {
        var stream = try CandidateStream(registry, selected, catalog, specs.namings, state: state, notify: notify)
        var checks: [ParallelBatch<Candidate, FolderSnapshots.FolderCheck?>] = []
        var plans: [ParallelBatch<CheckedSource, PlannedSource>] = []
        var isAtEnd = false
        var size = Self.firstBatch
        // The current maximum number of `ParallelBatch` objects in each step. It grows slowly up to `batchesAhead`, so
        // that the first sources wait only for few other sources.
        var ahead = 1
        while !isAtEnd || !checks.isEmpty || !plans.isEmpty {
            if !isAtEnd, checks.count < ahead {
                let candidates = try stream.next(size)
                isAtEnd = candidates.count < size
                size = min(2 * size, Self.batch)
                checks.append(ParallelBatch(candidates, check(of:)))
            } else if !checks.isEmpty, plans.count < ahead {
                let batch = checks.removeFirst()
                let checked = try zip(batch.elements, batch.results()).map { candidate, check in
                    var source = checkedSource(candidate, check)
                    // All images of a trusted source are fresh. If only their number is needed, their records are not
                    // needed.
                    if !(source.isTrusted && onlyCountingFresh) { try stream.addFiles(to: &source.candidate) }
                    return source
                }
                plans.append(ParallelBatch(checked) { plan($0, onlyCountingFresh: onlyCountingFresh) })
            } else {
                let batch = plans.removeFirst()
                // Free the candidates on this thread, because this thread allocated them. This avoids malloc arena
                // contention.
                try withExtendedLifetime(batch) {
                    let sources = batch.results()
                    try objects?.check()
                    for source in sources { try body(source) }
                }
                ahead = min(ahead + 1, Self.batchesAhead)
            }
        }
    }

    /// A candidate after a check of the folder of its images, before the images themselves are checked.
    private struct CheckedSource {
        var candidate: Candidate
        let check: FolderSnapshots.FolderCheck?
        /// Whether the source and the folder are unchanged since all images were found in the folder.
        let isTrusted: Bool
    }

    private func check(of candidate: Candidate) -> FolderSnapshots.FolderCheck? {
        stamps?.check(of: candidate, now: policy.now)
    }

    private func checkedSource(_ candidate: Candidate, _ check: FolderSnapshots.FolderCheck?) -> CheckedSource {
        var isTrusted = false
        if policy.trustsFolderTimes, let check, let known = candidate.records.source,
            case .file(let stamp) = candidate.status
        {
            isTrusted = stamp == known.stamp && check.stamp == candidate.records.images
        }
        return CheckedSource(candidate: candidate, check: check, isTrusted: isTrusted)
    }

    func plan(_ candidate: Candidate) throws -> PlannedSource {
        let planned = plan(checkedSource(candidate, check(of: candidate)), onlyCountingFresh: false)
        try objects?.check()
        return planned
    }

    private func plan(_ source: CheckedSource, onlyCountingFresh: Bool) -> PlannedSource {
        let candidate = source.candidate
        var planned = PlannedSource(origin: candidate.origin, record: nil, images: [], changes: [])
        if onlyCountingFresh, source.isTrusted {
            planned.settledImages = candidate.generators.count
            return planned
        }
        let known = candidate.records.source
        let failure: Outcome.Failure?
        switch candidate.status {
        case .file(let stamp):
            let identity = identify(candidate, stamp)
            (planned.record, failure) = (identity.record, identity.failure)
        case .unusable(let reason): failure = reason
        }
        // If the source has changed, a cache file without a record can show the former source. So such a file is not
        // adopted, unless its name depends on the content of the source.
        let sourceChanged = known.map { $0.digest != planned.record?.digest } ?? false
        if !source.isTrusted, let check = source.check, check.isOldEnough { planned.imagesStamp = check.stamp }
        var files = Candidate.Files(candidate, planned.record, specs)
        planned.images.reserveCapacity(candidate.generators.count)
        var isFresh = true
        var outdated = outdatedSource(candidate)
        for generator in candidate.generators where files.applies(generator) {
            do throws(Outcome.Failure) {
                let file = try files.file(of: generator)
                if let id = file.spec?.id, !selected.takes(id, generator) { continue }
                var verdict =
                    (failure ?? candidate.refusals[generator] ?? files.uncertainty(generator)).map { .failed($0) }
                    ?? judge(file, isTrusted: source.isTrusted, sourceChanged: sourceChanged, in: &planned)
                if case .fresh = verdict, let record = file.record, outdated?.isOutdated(record) == true {
                    verdict = .needed(.outdated)
                }
                if case .fresh(_, let image?) = verdict, lacksPlaceholder(image, file) {
                    verdict = .needed(.placeholderMissing)
                }
                if case .fresh = verdict {} else { isFresh = false }
                var image = PlannedImage(
                    generator: generator,
                    name: file.name,
                    verdict: verdict,
                    spec: file.spec,
                    isRecorded: file.record.map { $0.isMade && isOfSource($0, file, planned) } ?? false
                )
                image.addEfforts(of: file.record)
                planned.images.append(image)
            } catch {
                isFresh = false
                planned.images.append(PlannedImage(generator: generator, name: "", verdict: .failed(failure ?? error)))
                planned.keptNames = candidate.records.files.map(\.name)
            }
        }
        if planned.record?.stamp == candidate.status.stamp { planned.record?.header = files.knownHeader }
        addChange(of: known, to: &planned)
        if files.headerFailure != nil {
            // Without the header, it is unknown which images the source has. So keep all its recorded cache files.
            isFresh = false
            planned.keptNames = candidate.records.files.map(\.name)
            planned.hasUnknownNames = planned.keptNames.isEmpty
        }
        if !isFresh {
            planned.imagesStamp = nil
        } else if planned.changes.isEmpty {
            planned.settledImages = planned.images.count
            if onlyCountingFresh { planned.images = [] }
        }
        return planned
    }

    /// Adds a change that records the new times of a source with unchanged content, and its header if the header was
    /// not recorded. Adds nothing if the source changed very recently, because a later change can leave these times
    /// unchanged.
    private func addChange(of known: SourceRecord?, to planned: inout PlannedSource) {
        guard let known, let record = planned.record, record.digest == known.digest,
            !record.stamp.isRacy(at: currentTime())
        else { return }
        let source = SourceRecord(stamp: record.stamp, digest: known.digest, header: record.header)
        if source != known { planned.changes.append(.source(planned.origin.key, source)) }
    }

    /// Whether a page needs a placeholder that the description of the image does not have.
    private func lacksPlaceholder(_ image: ImageDescription, _ file: Candidate.File) -> Bool {
        guard image.image.notes.placeholders == nil else { return false }
        return registry.generators[file.generator].spec.extensions.isShownWithPlaceholder
    }

    /// Returns nil if the run does not search for outdated images, or if the candidate is a canvas.
    private func outdatedSource(_ candidate: Candidate) -> OutdatedSource? {
        guard policy.findsOutdated, let renderer = policy.renderer, let name = candidate.origin.sourceName else {
            return nil
        }
        return OutdatedSource(name, candidate.status.stamp, catalog, renderer)
    }

    private func identify(_ candidate: Candidate, _ stamp: FileStamp) -> SourceIdentity {
        let records = candidate.records
        return SourceIdentity(
            of: candidate.origin,
            stamp,
            known: records.source,
            needsDigest: records.source != nil || !records.files.isEmpty
                || candidate.generators.contains { specs.namings[$0].dependsOnContent },
            catalog
        )
    }

    private func judge(
        _ file: Candidate.File,
        isTrusted: Bool,
        sourceChanged: Bool,
        in planned: inout PlannedSource
    ) -> PlannedImage.Verdict {
        if policy.force { return .needed(.forced) }
        if isTrusted, case .made(let bytes, let image)? = file.record?.state {
            return .fresh(bytes: bytes, image: image)
        }
        let found = found(file)
        // If the cache file is a link, its target can be deleted without a change of the folder's times. So record no
        // stamp.
        if found?.isLink == true { planned.imagesStamp = nil }
        guard let record = file.record else {
            guard let found else {
                if let part = file.name.tooLongPart { return .failed(.tooLongName(file.name, part)) }
                return renamableFile(file, in: planned).map { .renamed(from: $0) } ?? .needed(.missing)
            }
            // If the name depends on the source's content, the file shows the current content. So it can be adopted.
            let isOld = sourceChanged && !file.naming.dependsOnContent
            return isOld ? .needed(.sourceChanged) : adopt(file, found, in: &planned)
        }
        let isOfThisSource = isOfSource(record, file, planned)
        var change: Reason { !sourceChanged && overlays.has(file.generator) ? .overlayChanged : .sourceChanged }
        switch record.state {
        case .failed(let failure, let limits)
        where isOfThisSource && failure.code.dependsOn(policy.limits) && limits != policy.limits.number:
            return .needed(.limitsChanged)
        case .failed(let failure, _)
        where isOfThisSource && failure.code.dependsOnRenderer && policy.isOfOtherRenderer(record):
            return .needed(.rendererChanged)
        case .failed(let failure, _)
        where isOfThisSource && failure.code.facts.recurrence == .later
            && RetrySchedule.isDue(tries: record.tries ?? 1, last: record.checked ?? 0, now: policy.now):
            return .needed(.retried)
        case .failed(let failure, _) where isOfThisSource: return .failed(failure)
        case .failed: return .needed(found == nil ? .missing : change)
        case .pending: return .needed(found == nil ? .missing : .interrupted)
        case .made(let bytes, let image):
            guard let found else { return .needed(.missing) }
            guard isOfThisSource else { return .needed(change) }
            guard found.size == bytes, isVerified(found, record, in: &planned) else { return .needed(.damaged) }
            return .fresh(bytes: bytes, image: image)
        }
    }

    /// Whether a record belongs to the current content of the source and of the overlays.
    private func isOfSource(_ record: CacheRecord, _ file: Candidate.File, _ planned: PlannedSource) -> Bool {
        record.digest != nil && record.digest == planned.record?.digest.map { overlays.content(of: $0, file.generator) }
    }

    /// The former name of a file that was made from the current source and that can be renamed; nil if there is none.
    private func renamableFile(_ file: Candidate.File, in planned: PlannedSource) -> String? {
        // Do not rename an object in a bucket, because most buckets have no operation for this.
        guard objects == nil, let former = file.former, let digest = planned.record?.digest,
            former.digest == overlays.content(of: digest, file.generator),
            case .made(let bytes, _) = former.state
        else { return nil }
        // Several generators with the same spec can have shared the former file. Their files can have different names
        // now, but the former file can be renamed only once. So find out whether another image of this source already
        // gets the former file.
        let isTaken = planned.images.contains { image in
            image.formerName.map(former.isNamed) == true && !image.name.utf8.elementsEqual(file.name.utf8)
        }
        let path = settings.cachePath(of: former.name)
        guard !isTaken, FileStamp(path: path)?.size == bytes else { return nil }
        guard policy.mustVerify(former), let output = former.output else { return former.name }
        return (try? ContentDigest.read(path).digest) == output ? former.name : nil
    }

    /// Whether a file with the recorded size is the file that was made. If `policy` requires no check, the result is
    /// true. Otherwise, the content of a file in the cache folder is compared with the recorded digest. If the record
    /// has no digest, any readable content is accepted. A successful check is added to the changes of the plan if it
    /// provides the missing digest, or if the times of verifications are recorded.
    private func isVerified(_ found: FoundFile, _ record: CacheRecord, in planned: inout PlannedSource) -> Bool {
        guard policy.mustVerify(record) else { return true }
        // If images are only in a bucket, their content is not read. So compare the content only if it is in the cache
        // folder.
        let hasFile = settings.hasLocalFiles
        if hasFile, found.content == nil || found.content != record.output ?? found.content { return false }
        if hasFile && record.output == nil || policy.recordsVerification {
            var proved = record
            (proved.output, proved.checked) = (found.content ?? record.output, policy.now)
            planned.changes.append(.cacheFile(source: planned.origin.key, proved))
        }
        return true
    }
}

extension PlannedImage {
    /// Adds the failed tries and the spent time of earlier runs. If the image is made for a new reason, such as a
    /// changed source, its tries are counted from zero.
    fileprivate mutating func addEfforts(of record: CacheRecord?) {
        guard let record, let reason else { return }
        if case .pending = record.state {
            (tries, spent) = (record.tries ?? 0, record.spent ?? 0)
        } else if reason == .retried {
            tries = record.tries ?? 1
        }
    }
}

extension String {
    /// The length of the longest component of a path; nil if it is within the limit of file systems.
    fileprivate var tooLongPart: Int? {
        guard utf8.count > 255 else { return nil }
        let longest = utf8.split(separator: UInt8(ascii: "/")).map(\.count).max() ?? 0
        return longest > 255 ? longest : nil
    }
}

extension Outcome.Failure {
    fileprivate static func tooLongName(_ name: String, _ count: Int) -> Self {
        let message =
            "the name of its cache file would have a component of \(count) bytes, but file systems allow 255: shorten the source's name, "
            + "or use another cachefile_namer, such as hash"
        return Self(
            code: .cannotWrite,
            message: message,
            unwritable: Outcome.UnwritableFile(path: name, code: Errno.fileNameTooLong.rawValue)
        )
    }
}
