import CacheState
import Files
import Planning
import Registry
import SourceGroups
import Synchronization
import WorkerProtocol
import Workers

/// Makes planned images. The caller must hold the lock of the cache folder, or the lock of a single call such as
/// `generateimage`.
struct Batch {
    /// The planner that planned the images.
    let planner: Planner
    let options: GenerationOptions
    let folder: CacheTree
    let report: any GenerationReport
    let renderer: CurrentRenderer
    /// The updates of a Django site's cache; nil if the registry does not name such a cache.
    var site: DjangoCacheUpdates?
    /// The failures of earlier runs; nil for single-file commands, because these commands print each failure.
    var history: FailureHistory?
    /// Whether all images of the sources were planned, as in `generateimages`. A single-file command plans only the
    /// requested images.
    var isOfWholeSources = false

    var registry: Registry { planner.registry }
    var builder: JobBuilder { JobBuilder(planner: planner, folder: folder) }
    private var catalog: SourceCatalog { planner.catalog }

    /// - Parameter rest: the work that is planned while the batch runs. Such work exists only if there is no state, so
    ///   it contains no renamings.
    func run(_ planned: PlannedWork, followedBy rest: AsyncStream<PlannedWork>? = nil) async throws -> GenerationSummary
    {
        var workers: Int?
        // Count the workers before anything is written, because counting throws if no worker can run.
        if !planned.items.isEmpty { workers = try loadGroupsAndCountWorkers(for: planned.items, followedBy: rest) }
        try folder.prepare()
        site?.prepare()
        let backend = registry.settings.cacheBackend
        if planned.stateIsDamaged { try backend.discard(folder) }
        // If the backend is not SQLite, this run does not update an SQLite state of earlier runs. So delete that state.
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

        // If only renamings were planned, the workers were not counted above. Images whose files could not be renamed
        // need workers.
        let jobs = try workers ?? loadGroupsAndCountWorkers(for: work.items, followedBy: rest)
        try markPending(work.items, state)
        report.started(images: work.items.reduce(0) { $0 + $1.images.count })
        let items = work.items.flatMap(\.parts).sorted { $0.precedes($1) }
        let progress = BatchProgress(
            items: items,
            summary: summary,
            stopsAtFailure: options.failFast,
            deadline: options.deadline,
            now: options.now,
            isComplete: rest == nil
        )
        let begin = ContinuousClock.now
        try await make(items, followedBy: rest, jobs: jobs, progress, state)
        // If earlier runs had spent time on all images that were planned before this batch began, the images probably
        // need more time than one run has.
        if items.allSatisfy({ $0.spent > 0 }) { warnAboutTimeBudget(interrupted: progress.interruptedImages) }
        // The times of a folder are reliable only if it has not changed for `coarsestClock` seconds. If the run was
        // shorter than this time, no folder in which it made images has reliable times. So record stamps only after a
        // longer run.
        if .now - begin > .seconds(FolderSnapshots.coarsestClock) {
            // Ignore an error: without a stamp, the next run checks the source's images one by one.
            try? stampImages(of: progress.startedSources, state)
            try Task.checkCancellation()
        }
        return progress.summary
    }

    /// Makes the images of the items, with at most `jobs` workers.
    /// - Throws: the reason why images are left, after all finished images are recorded.
    private func make(
        _ items: [PlannedWork.Item],
        followedBy rest: AsyncStream<PlannedWork>?,
        jobs: Int,
        _ progress: BatchProgress,
        _ state: any WritableState
    ) async throws {
        let outside = OutsideSources(items.compactMap(\.origin.sourceName), catalog)
        if registry.settings.sandbox != .off, let warning = outside.warning {
            report.warning(warning, isEveryday: true)
        }
        let downloads = SourceDownloads(items, catalog, progress)
        let downloadTime = Task { [deadline = options.deadline] in
            guard let deadline, let downloads else { return }
            try await Task.sleep(until: deadline, clock: .continuous)
            downloads.stop()
        }
        defer { downloadTime.cancel() }
        let pool = try options.runners.makeRunner(
            count: rest == nil ? min(jobs, items.count) : jobs,
            limits: WorkerPool.TimeLimits(perImage: registry.settings.timeout, deadline: options.deadline),
            confinement: registry.confinement(
                writing: folder.writtenFolders,
                reading: outside.readable + (downloads == nil ? [] : [catalog.copies.folder])
            )
        )
        let uploads = try registry.settings.storage?.bucket.map { bucket in
            try ObjectUploads(to: bucket, of: registry.settings, folder, progress)
        }
        let writer = StateWriter(state)
        let claims = ImageClaims(folder)
        let recorder = OutcomeRecorder(
            registry: registry,
            builder: builder,
            report: report,
            renderer: renderer,
            state: writer,
            progress: progress,
            claims: claims,
            site: site,
            history: history
        )
        defer { folder.emptyTemporary() }
        // The batch of a single call waits for other processes at most as long as its options permit. The batch of a
        // run waits without a limit, because it waits only for single calls that are making its images, and single
        // calls end soon.
        let wait = folder.isForCall ? report.waiting(options.patience) : .unlimited()
        let gaveUp = Mutex(false)
        let others = ConcurrentImages(planner, state, isShared: folder.isForCall)
        let queue = BatchQueue(builder, progress, recorder, others, uploads, downloads) {
            guard let wait, !wait.isOver else {
                gaveUp.withLock { $0 = true }
                return false
            }
            try? writer.flush()
            return (try? await Task.sleep(for: .milliseconds(20))) != nil
        }
        let planning = Task { try await add(rest, to: progress, state) }
        let ending = await Result { try await pool.run(queue.ofWorkers) }
        if ending.isFailure { planning.cancel() }
        let planningEnd = await planning.result
        await downloads?.finish()
        await uploads?.finish(discarding: ending.isFailure)
        for item in progress.unstartedRetries { recorder.interrupted(item, after: nil) }
        do { try writer.flush() } catch {
            site?.recordUnwrittenKeys()
            throw error.withRemedy(in: folder, left: progress.imagesLeft)
        }
        try ending.get()
        try planningEnd.get()
        if let reason = downloads?.stopReason ?? uploads?.stopReason {
            throw StoppedRunError(reason, left: progress.imagesLeft)
        }
        if let obstacle = progress.obstacle {
            throw StoppedRunError(obstacle, in: folder, left: progress.imagesLeft)
        }
        if gaveUp.withLock(\.self) { throw CacheTreeBusyError(path: folder.path) }
    }

    /// Loads the groups that the jobs need, and returns the number of workers that can run.
    private func loadGroupsAndCountWorkers(
        for items: [PlannedWork.Item],
        followedBy rest: AsyncStream<PlannedWork>?
    ) throws -> Int {
        let workers = try options.runners.availableWorkers(atMost: options.jobs)
        // A job has the outputs of all generators whose groups contain the source. So load all groups. Canvases have no
        // source, so they can be made even if a group cannot be read.
        if rest != nil || items.contains(where: { !$0.origin.isCanvas }) { try catalog.loadAll() }
        return workers
    }

    /// Prints a warning if this run stopped images. The exit code does not show this, because it is 0 even if images
    /// were stopped.
    private func warnAboutTimeBudget(interrupted images: Int) {
        guard images > 0 else { return }
        report.warning(
            "\(images == 1 ? "1 image needs" : "\(images) images need") more time than the time budget: give a longer "
                + "one, or run once without --time-budget",
            isEveryday: false
        )
    }

    /// For each of the sources whose images all exist now, records the stamp of the folder of these images
    /// (`FolderSnapshots`).
    private func stampImages(of sources: [String], _ state: any WritableState) throws {
        if let deadline = options.deadline, deadline <= options.now() { return }
        // Record no stamps if images of a source can be missing in the plan or in the state. A single-file command
        // plans only the requested images. A run of a shard writes its own state, which has only the records that are
        // not merged into the state of the folder yet.
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

    /// Adds the work that is planned while the batch runs.
    private func add(
        _ rest: AsyncStream<PlannedWork>?,
        to progress: BatchProgress,
        _ state: any WritableState
    ) async throws {
        guard let rest else { return }
        defer { progress.complete() }
        do {
            for await work in rest {
                try state.write(work.changes + work.imagesStamps.map(StateChange.images))
                try markPending(work.items, state)
                report.planned(images: work.summary.wouldGenerate)
                progress.add(work)
            }
        } catch {
            progress.stop()
            throw error
        }
    }

    /// Records the images to make as pending before any of them is made. Without these records, the run after a
    /// killed run could treat a file as fresh although it shows an older content of the source.
    private func markPending(_ items: [PlannedWork.Item], _ state: any WritableState) throws {
        var changes: [StateChange] = []
        for item in items {
            for image in item.images where !image.isFreshUntilReplaced {
                var record = CacheRecord(
                    name: image.name,
                    naming: planner.naming(of: image).identity,
                    digest: nil,
                    state: .pending
                )
                if image.tries > 0 { record.tries = image.tries }
                if image.spent > 0 { record.spent = image.spent }
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

extension Result {
    fileprivate var isFailure: Bool { if case .failure = self { true } else { false } }
}
