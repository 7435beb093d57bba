import CacheState
import Files
import ImageSpecs
import Planning
import Registry
import SourceGroups
import WorkerProtocol
import Workers

/// A run of `generateimages`, which makes every missing or out-of-date cache file of the selected generators.
package struct Generation: Sendable {
    let registry: Registry
    let options: GenerationOptions
    var report: any GenerationReport
    let renderer: CurrentRenderer

    package init(registry: Registry, options: GenerationOptions, report: any GenerationReport) {
        renderer = CurrentRenderer(options.runners.renderer)
        self.registry = registry
        self.options = options
        self.report = report
    }

    /// - Throws: `SelectionError`, `NameCollisionError`, `CacheTreeBusyError`, `ProcessLimitError`,
    ///   `MissingExecutableError`, `WorkerStartError`, `StoppedRunError`, `StorageError`, `FileError`, database errors,
    ///   and `CancellationError`. Finished images are kept in all cases.
    package func run() async throws -> GenerationSummary {
        let selected = try SelectedPart(options.selection, of: registry)
        let folder = CacheTree(settings: registry.settings, shard: selected.shard)
        guard let shard = selected.shard, !options.isDryRun else { return try await run(selected, folder) }
        // If earlier runs divided the sources into another number of shards, first merge the states of these shards
        // into the state of the folder. This run reads only the state of the folder and the state of its own shard. For
        // example, shard 1 of 3 needs records that are in the state of shard 1 of 4.
        if folder.shardsWithState.contains(where: { $0.count != shard.count }) {
            do {
                try mergeShards(waiting: report.waiting(options.patience))
            } catch {
                throw error.withRemedy(in: folder)
            }
        }
        let result = await Result { try await run(selected, folder) }
        // Ignore errors, for example if another run holds the lock. Nothing is lost, because the states of the shards
        // stay until the last running shard or a later run merges them.
        try? mergeShards(waiting: nil)
        if case .success(let summary) = result, !summary.lacksSources { await writeMissingKeysAfterShards() }
        return try result.get()
    }

    /// Merges the states of shards into the folder's state. Opening the folder's state for writing performs the merge.
    private func mergeShards(waiting: LockWait?) throws {
        let folder = CacheTree(settings: registry.settings)
        guard !folder.shardsWithState.isEmpty else { return }
        guard let lock = try CacheTreeLock.take(folder, create: false, excludingCalls: true, waiting: waiting)
        else { return }
        defer { lock.release() }
        try registry.settings.cacheBackend.openForWriting(folder).close()
    }

    private func run(_ selected: SelectedPart, _ folder: CacheTree) async throws -> GenerationSummary {
        let history = FailureHistory()
        var summary = try await run(selected, folder, history)
        summary.failures = history.summary
        return summary
    }

    private func run(
        _ selected: SelectedPart,
        _ folder: CacheTree,
        _ history: FailureHistory
    ) async throws -> GenerationSummary {
        let catalog = try SourceCatalog(of: registry, streaming: registry.groups(of: selected.generators))
        let specs = SpecResolver(registry, catalog)
        try NameCollisionError.check(specs)
        guard !options.isDryRun else {
            return try plan(Planner(specs, selected, policy), folder, history) {
                $0.report(to: report, registry, history, isDryRun: true)
            }.summary
        }
        var lock = try CacheTreeLock.take(folder, create: false, waiting: report.waiting(options.patience))
        defer { lock?.release() }
        let site = DjangoCacheUpdates(registry.settings)
        site?.takeOver()
        site?.checkMark()
        let result = await Result { try await make(Planner(specs, selected, policy), folder, history, &lock, site) }
        if let site {
            if case .success(let summary) = result, !summary.lacksSources {
                await writeMissingKeys(site, folder, &lock)
            }
            await site.finish(report)
        }
        return try result.get()
    }

    /// - Parameter lock: the lock of the folder; nil if the folder has no lock file. In this case, the function creates
    ///   the file when it finds work.
    private func make(
        _ planner: Planner,
        _ folder: CacheTree,
        _ history: FailureHistory,
        _ lock: inout CacheTreeLock?,
        _ site: DjangoCacheUpdates?
    ) async throws -> GenerationSummary {
        let waiting = report.waiting(options.patience)
        let batch = Batch(
            planner: planner,
            options: options,
            folder: folder,
            report: report,
            renderer: renderer,
            site: site,
            history: history,
            isOfWholeSources: true
        )
        var early: EarlyBatch?
        var obstacle: WriteObstacle?
        func createLock() throws {
            do {
                lock = try CacheTreeLock.take(folder, create: true, waiting: waiting)
            } catch {
                // Continue without the lock. The obstacle is an error only if an image must be made or renamed.
                guard let found = WriteObstacle(error) else { throw error }
                obstacle = found
            }
        }
        /// Starts a batch as soon as there is enough work, while other sources are planned. If the batch has already
        /// started, the function gives it more work.
        func begin(_ work: inout PlannedWork) throws {
            guard early == nil else {
                try early?.take(from: &work)
                return
            }
            guard lock != nil, canBeginEarly, work.summary.wouldGenerate >= EarlyBatch.firstPortion else { return }
            early = EarlyBatch(batch, work)
            work = PlannedWork()
        }
        var work: PlannedWork
        do {
            work = try plan(planner, folder, history) { source in
                // A run without work must not write. So, in a folder without a lock file, the run creates the file only
                // when it finds work.
                if lock == nil, obstacle == nil, source.hasWork {
                    try createLock()
                    if lock?.isNew == false { throw OutdatedPlan() }
                }
                source.report(to: report, registry, history, isDryRun: false)
            } begin: {
                try begin(&$0)
            }
        } catch {
            guard let early else { throw error }
            throw await early.stop(after: error).withRemedy(in: folder, left: early.images)
        }
        if options.selection.isOfAllSources, !work.lacksSources {
            let examined = Set(planner.selected.generators)
            history.forgetRest { id in registry.generator(named: id).map(examined.contains) ?? true }
        }
        if registry.settings.cacheBackend.lifetime != .none { work.add(history.takeChanges()) }
        if lock == nil, obstacle == nil, !work.isEmpty { try createLock() }
        guard let early else { return try await run(work, batch, obstacle) }
        do {
            return try await early.finish(work)
        } catch {
            throw error.withRemedy(in: folder, left: early.images + work.summary.wouldGenerate)
        }
    }

    /// - Parameter obstacle: the reason why the folder cannot be locked; nil if it is locked.
    private func run(_ work: PlannedWork, _ batch: Batch, _ obstacle: WriteObstacle?) async throws -> GenerationSummary
    {
        let summary = work.summary(within: options.deadline)
        guard !work.isEmpty else { return summary }
        let left = summary.wouldGenerate
        do {
            if let obstacle { throw StoppedRunError(obstacle, in: batch.folder, left: left) }
            return try await batch.run(work)
        } catch {
            let error = error.withRemedy(in: batch.folder, left: left)
            // If no image must be made or renamed, the run only writes the state, which makes the next run faster. So
            // in this case, it is not an error if the state cannot be written.
            if work.makesNothing, error is StoppedRunError { return summary }
            throw error
        }
    }

    /// Whether images can be made before all sources are planned. Three features prevent this. With `--fail-fast`, a
    /// failure in the plan prevents all images. With links out of `MEDIA_ROOT`, all targets of such links must be known
    /// before the workers start, because outside `MEDIA_ROOT`, the workers may read only these targets. With buckets,
    /// sources are downloaded in the order of the complete batch.
    private var canBeginEarly: Bool {
        !options.failFast && !registry.sourceGroups.values.contains { $0.followsOutside || $0.bucket != nil }
    }

    /// Another run created the lock file while this run was planning without a lock, so the plan can be out of date.
    private struct OutdatedPlan: Error {}

    /// Examines every selected source and collects the work.
    /// - Parameters:
    ///   - visit: receives each source once. If it throws `OutdatedPlan`, planning starts again.
    ///   - begin: receives the work after each source, and can take it to make the images while planning continues. It
    ///     is called only if there is no state, because a state that is being read cannot be written at the same time.
    func plan(
        _ planner: Planner,
        _ folder: CacheTree,
        _ history: FailureHistory,
        _ visit: (PlannedSource) throws -> Void,
        begin: (inout PlannedWork) throws -> Void = { _ in }
    ) throws -> PlannedWork {
        var work = PlannedWork()
        var hasState = false
        var state: CacheTree? = folder
        // The number of sources that `visit` has received. If planning starts again, `visit` does not receive these
        // sources again, because their events were reported and stay valid.
        var visited = 0
        while true {
            var passed = 0
            do {
                try planner.forEachSource(
                    stateOf: state,
                    fresh: fresh,
                    notify: { report.notice($0) },
                    opened: {
                        hasState = true
                        history.learn(try $0.failures())
                    }
                ) { source in
                    try Task.checkCancellation()
                    passed += 1
                    if passed > visited {
                        try visit(source)
                        visited = passed
                    }
                    work.add(source)
                    if !hasState { try begin(&work) }
                }
                work.lack(planner.catalog.unreadFolders)
                return work
            } catch is CorruptStateError where state != nil {
                // A corrupt state counts as missing.
                state = nil
                work = PlannedWork(stateIsDamaged: true)
            } catch is OutdatedPlan {
                work = PlannedWork(stateIsDamaged: state == nil)
            }
        }
    }

    /// The verification policy of the options, with the current time.
    var policy: VerificationPolicy {
        VerificationPolicy(
            registry.settings,
            force: options.force,
            verify: options.verify,
            renderer: renderer,
            findsOutdated: options.remakesOutdated
        )
    }

    private var fresh: FreshImages { report.wantsFresh ? .described : .counted }
}
