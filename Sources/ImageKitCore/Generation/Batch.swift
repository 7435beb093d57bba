import Synchronization
import WorkerProtocol

/// Makes planned images, with the lock of the cache folder held.
struct Batch {
    let registry: Registry
    let options: GenerationOptions
    let catalog: SourceCatalog
    let folder: CacheTree
    let report: any GenerationReport

    func run(_ work: PlannedWork) async throws -> GenerationSummary {
        // Before the state says that images are on their way.
        let executable = work.items.isEmpty ? "" : try WorkerExecutable.find(environment: options.environment)
        // What is made of a source depends on all the groups that have it.
        if !work.items.isEmpty { try catalog.loadAll() }
        try folder.prepare()
        if work.stateIsDamaged { StateStore.discard(folder.statePath) }
        let state = try StateStore.openForWriting(folder.statePath)
        defer { state.close() }
        let builder = JobBuilder(registry: registry, catalog: catalog, folder: folder)
        try state.write(work.changes)
        try markPending(work.items, builder, state)
        guard !work.items.isEmpty else { return work.summary }

        var summary = work.summary
        summary.wouldGenerate = 0
        report.started(images: work.items.reduce(0) { $0 + $1.wanted.count })
        let progress = BatchProgress(
            // The largest first, so that the last worker does not work alone.
            items: work.items.sorted { ($0.record.stamp.size, $1.source) > ($1.record.stamp.size, $0.source) },
            summary: summary,
            stopsAtFailure: options.failFast
        )
        let pool = WorkerPool(
            executable: executable,
            count: min(options.jobs, work.items.count),
            timeout: options.timeout
        )
        let writer = StateWriter(state)
        let recorder = OutcomeRecorder(
            registry: registry,
            builder: builder,
            report: report,
            state: writer,
            progress: progress
        )
        defer { folder.emptyTemporary() }
        do {
            try await pool.run(queue(builder, progress, recorder))
        } catch {
            try writer.flush()
            throw error
        }
        try writer.flush()
        return progress.summary
    }

    private func queue(
        _ builder: JobBuilder,
        _ progress: BatchProgress,
        _ recorder: OutcomeRecorder
    ) -> WorkerPool.Queue {
        let identities = Mutex<[Int: SourceRecord]>([:])
        return WorkerPool.Queue(
            next: {
                while let (place, item) = progress.next() {
                    let job = builder.job(id: place, for: item)
                    do throws(FileError) {
                        let (digest, stamp) = try ContentDigest.read(job.path)
                        identities.withLock { $0[place] = SourceRecord(stamp: stamp, digest: digest) }
                        return job
                    } catch {
                        recorder.failed(item, error.asSourceFailure)
                    }
                }
                return nil
            },
            ended: { job, result in
                guard let identity = identities.withLock({ $0.removeValue(forKey: job.id) }) else { return }
                if case .failure(let failure) = result, isWorthRetrying(failure, job), progress.retry(job.id) { return }
                recorder.ended(job, identity, result)
            }
        )
    }

    /// One image that took too long would take as long again; of several, one may have held up the rest.
    private func isWorthRetrying(_ failure: Outcome.Failure, _ job: Job) -> Bool {
        failure.code == .crashed || job.outputs.count { $0.target != nil } > 1
    }

    /// Before anything is made the state says what is wanted, so that no kill leaves an old picture for a fresh one.
    private func markPending(_ items: [PlannedWork.Item], _ builder: JobBuilder, _ state: StateStore) throws {
        var changes: [StateChange] = []
        for item in items {
            for wanted in item.wanted {
                let record = CacheRecord(
                    name: builder.name(wanted, item.source),
                    naming: builder.naming(wanted).identity,
                    digest: nil,
                    state: .pending
                )
                changes.append(.cacheFile(source: item.source, record))
            }
            if changes.count >= 10_000 {
                try state.write(changes)
                changes.removeAll(keepingCapacity: true)
            }
        }
        try state.write(changes)
    }
}
