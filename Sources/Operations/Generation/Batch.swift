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
    /// The planner that planned the images.
    let planner: Planner
    let options: GenerationOptions
    let folder: CacheTree
    let report: any GenerationReport
    let renderer: CurrentRenderer
    /// Whether all images of the sources were planned, as in `generateimages`. A single-file command plans only the
    /// requested images.
    var isOfWholeSources = false

    var registry: Registry { planner.registry }
    var builder: JobBuilder { JobBuilder(planner: planner, folder: folder) }
    private var catalog: SourceCatalog { planner.catalog }

    func run(_ planned: PlannedWork) async throws -> GenerationSummary {
        var jobs = options.jobs
        // Count the available workers before anything is written, because this throws if no worker can run.
        if !planned.items.isEmpty {
            jobs = try options.runners.availableWorkers(atMost: jobs)
            // A job has the outputs of all generators whose groups contain the source, so load all groups.
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

        // If only renamings were planned, the workers were not counted above. The images that could not be renamed need
        // them.
        if planned.items.isEmpty { jobs = try options.runners.availableWorkers(atMost: jobs) }
        try markPending(work.items, state)
        report.started(images: work.items.reduce(0) { $0 + $1.images.count })
        let progress = BatchProgress(
            // The largest sources come first, so that no worker is still busy with one at the end while the others are
            // idle.
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
        // The times of a folder cannot be trusted within this time after its last change. After a shorter run, this
        // applies to the folders of all images that it made.
        if .now - begin > .seconds(FolderSnapshots.coarsestClock) {
            // Ignore an error: without a stamp, the next run checks the source's images one by one.
            try? stampImages(of: progress.startedSources, state)
            try Task.checkCancellation()
        }
        return progress.summary
    }

    /// Records stamps for the sources whose images all exist now.
    private func stampImages(of sources: [String], _ state: any WritableState) throws {
        if let deadline = options.deadline, deadline <= .now { return }
        // The state of a shard does not have the records of all images of its sources.
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

    /// Whether to make the images of a job again, one by one. A single image that timed out would time out again. If a
    /// job with several images timed out, one of them can have delayed the others.
    private func isWorthRetrying(_ failure: Outcome.Failure, _ job: Job) -> Bool {
        failure.code == .crashed || failure.code == .outOfMemory || job.outputs.count { $0.target != nil } > 1
    }

    /// Records the requested images as pending before any of them is made. Otherwise, after a killed run, a file of an
    /// older source could count as fresh.
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
