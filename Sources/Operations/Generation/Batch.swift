import CacheState
import Files
import Planning
import Registry
import SourceGroups
import Synchronization
import WorkerProtocol
import Workers

/// Makes planned images while the lock of the cache folder is held.
struct Batch {
    /// The planner of the run, which planned the images.
    let planner: Planner
    let options: GenerationOptions
    let folder: CacheTree
    let report: any GenerationReport
    let renderer: CurrentRenderer
    /// Whether the run makes all images of its sources, in contrast to single images.
    var isOfWholeSources = false

    var registry: Registry { planner.registry }
    var builder: JobBuilder { JobBuilder(planner: planner, folder: folder) }
    private var catalog: SourceCatalog { planner.catalog }

    func run(_ planned: PlannedWork) async throws -> GenerationSummary {
        var jobs = options.jobs
        // Checked before anything is written.
        if !planned.items.isEmpty {
            jobs = try options.runners.availableWorkers(atMost: jobs)
            // The outputs of a source depend on all groups that contain it.
            try catalog.loadAll()
        }
        try folder.prepare()
        let backend = registry.settings.cacheBackend
        if planned.stateIsDamaged { try backend.discard(folder) }
        // The SQLite state goes stale while another backend is in use: delete it.
        if backend.lifetime != .lasting && !planned.items.isEmpty { try SQLiteBackend().discard(folder) }
        let formerRecords = try formerRecords(planned.renamings)
        let state = try backend.openForWriting(folder)
        defer { state.close() }
        renderer.learn(try state.renderers())
        try state.write(planned.changes + planned.imagesStamps.map(StateChange.images))
        let (work, renamed) = try rename(planned, formerRecords, state)
        var summary = work.summary(within: options.deadline)
        (summary.wouldGenerate, summary.generated) = (0, renamed)
        guard !work.items.isEmpty else { return summary }

        // What could not be renamed is left: no worker was asked for before.
        if planned.items.isEmpty { jobs = try options.runners.availableWorkers(atMost: jobs) }
        try markPending(work.items, state)
        report.started(images: work.items.reduce(0) { $0 + $1.images.count })
        let progress = BatchProgress(
            // The largest come first, so that no worker is still busy at the end while the others are idle.
            items: work.items.sorted { ($0.record.stamp.size, $1.origin.key) > ($1.record.stamp.size, $0.origin.key) },
            summary: summary,
            stopsAtFailure: options.failFast,
            deadline: options.deadline
        )
        let outside = OutsideSources(work.items.compactMap(\.origin.sourceName), catalog)
        if registry.settings.sandbox != .off, let warning = outside.warning { report.warn(warning) }
        let pool = try options.runners.makeRunner(
            count: min(jobs, work.items.count),
            timeout: registry.settings.timeout,
            confinement: registry.confinement(writing: [folder.path], reading: outside.readable)
        )
        let begin = ContinuousClock.now
        let writer = StateWriter(state)
        let recorder = OutcomeRecorder(
            registry: registry,
            builder: builder,
            report: report,
            renderer: renderer,
            state: writer,
            progress: progress
        )
        defer { folder.emptyTemporary() }
        do {
            try await pool.run(queue(progress, recorder))
        } catch {
            try writer.flush()
            throw error
        }
        try writer.flush()
        // Before this time, no folder is old enough to be trusted.
        if .now - begin > .seconds(FolderSnapshots.coarsestClock) {
            // On an error, the next run checks each image, as this one did.
            try? stampImages(of: progress.startedSources, state)
            try Task.checkCancellation()
        }
        return progress.summary
    }

    /// Records for which sources all images exist now.
    private func stampImages(of sources: [String], _ state: any WritableState) throws {
        if let deadline = options.deadline, deadline <= .now { return }
        // The state of a shard does not know all images of its sources.
        guard isOfWholeSources, planner.selected.shard == nil else { return }
        let planner = planner.again(VerificationPolicy(registry.settings))
        guard planner.stampsImages, let namings = planner.specs.staticNamings else { return }
        var stamps: [StateChange] = []
        try state.read(StatePart(describesImages: false, namings: namings)) { reader in
            try planner.forEachSource(named: sources, beside: reader) { source in
                try Task.checkCancellation()
                if let stamp = source.imagesStamp { stamps.append(.images(source: source.origin.key, stamp: stamp)) }
            }
        }
        try state.write(stamps)
    }

    private func queue(
        _ progress: BatchProgress,
        _ recorder: OutcomeRecorder
    ) -> WorkerPool.Queue {
        let builder = builder
        let identities = Mutex<[Int: SourceRecord]>([:])
        return WorkerPool.Queue(
            next: {
                while let (place, item) = progress.next() {
                    let job = builder.job(id: place, for: item)
                    if item.origin.isCanvas {
                        identities.withLock { $0[place] = .ofCanvas }
                        return job
                    }
                    do throws(FileError) {
                        let (digest, stamp) = try ContentDigest.read(job.path)
                        if builder.namesDependOnContent(item), digest != item.record.digest {
                            recorder.failed(item, .changedSource)
                            continue
                        }
                        identities.withLock { $0[place] = SourceRecord(stamp: stamp, digest: digest) }
                        return job
                    } catch {
                        recorder.failed(item, error.asSourceFailure())
                    }
                }
                return nil
            },
            ended: { job, result in
                guard let identity = identities.withLock({ $0.removeValue(forKey: job.id) }) else { return }
                if let failure = result.death, isWorthRetrying(failure, job), progress.retry(job.id) { return }
                recorder.ended(job, identity, result)
            }
        )
    }

    /// A single image that timed out would time out again; of several, one can have delayed the others.
    private func isWorthRetrying(_ failure: Outcome.Failure, _ job: Job) -> Bool {
        failure.code == .crashed || failure.code == .outOfMemory || job.outputs.count { $0.target != nil } > 1
    }

    /// Records the requested images as pending before any is made, so that a killed run leaves no old picture that
    /// counts as fresh.
    private func markPending(_ items: [PlannedWork.Item], _ state: any WritableState) throws {
        var changes: [StateChange] = []
        for item in items {
            for image in item.images {
                let record = CacheRecord(
                    name: image.name,
                    naming: planner.naming(of: image).identity,
                    digest: nil,
                    state: .pending
                )
                changes.append(.cacheFile(source: item.origin.key, record))
            }
            if changes.count >= 10_000 {
                try state.write(changes)
                changes.removeAll(keepingCapacity: true)
            }
        }
        try state.write(changes)
    }
}

extension Result<Outcome, Outcome.Failure> {
    /// The failure if the worker died or exhausted its memory, possibly because of earlier images.
    fileprivate var death: Outcome.Failure? {
        switch self {
        case .failure(let failure): return failure
        case .success(let outcome):
            for case .failed(let failure)? in outcome.results where failure.code == .outOfMemory { return failure }
            return nil
        }
    }
}
