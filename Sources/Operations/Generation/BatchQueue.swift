import CacheState
import Files
import Planning
import Registry
import SourceGroups
import Synchronization
import WorkerProtocol
import Workers

/// Gives the items of a batch to the workers as jobs, and passes their results on.
final class BatchQueue: Sendable {
    private let registry: Registry
    private let builder: JobBuilder
    private let progress: BatchProgress
    private let recorder: OutcomeRecorder
    private let others: ConcurrentImages
    private let uploads: ObjectUploads?
    private let downloads: SourceDownloads?
    private let waitForOthers: @Sendable () async -> Bool
    /// The sources of the jobs that workers have now.
    private let started = Mutex<[Int: StartedSource]>([:])

    /// A source that a worker reads.
    private struct StartedSource: Sendable {
        /// The stamp and the digest before the worker reads the source.
        let identity: SourceRecord
        /// The local copy of a source in a bucket. It stays as long as this value exists.
        var copy: SourceCopy?
    }

    /// - Parameter waitForOthers: called if other processes are making all remaining images. It returns whether to try
    ///   these images again.
    init(
        _ builder: JobBuilder,
        _ progress: BatchProgress,
        _ recorder: OutcomeRecorder,
        _ others: ConcurrentImages,
        _ uploads: ObjectUploads?,
        _ downloads: SourceDownloads?,
        waitForOthers: @escaping @Sendable () async -> Bool
    ) {
        registry = recorder.registry
        self.builder = builder
        self.progress = progress
        self.recorder = recorder
        self.others = others
        self.uploads = uploads
        self.downloads = downloads
        self.waitForOthers = waitForOthers
    }

    var ofWorkers: WorkerPool.Queue { WorkerPool.Queue(next: next, ended: ended) }

    /// Returns at most `count` jobs; an empty array if no jobs are left.
    private func next(_ count: Int) async -> [Job] {
        await uploads?.waitForRoom()
        while true {
            // If sources are downloaded, claim only one item. So the worker gets the item as soon as its source is
            // downloaded, and does not wait for the sources of other items.
            let items = await claimed(downloads == nil ? count : 1)
            guard !items.isEmpty else { return [] }
            // Ask once for all items whether another process has written to the state. Ask after the items are claimed,
            // because another process can finish images that are not claimed.
            let areShared = (try? others.checkWrites()) ?? true
            var jobs: [Job] = []
            for (index, item) in items {
                if let job = await job(for: item, index, areShared: areShared) { jobs.append(job) }
            }
            if !jobs.isEmpty { return jobs }
            if downloads?.isStopped == true { return [] }
        }
    }

    /// Claims the images of at most `count` items.
    private func claimed(_ count: Int) async -> [(index: Int, item: PlannedWork.Item)] {
        var claimed: [(index: Int, item: PlannedWork.Item)] = []
        while claimed.count < count {
            guard let next = progress.next(joining: !claimed.isEmpty) else {
                guard claimed.isEmpty, await progress.waitForItems() else { break }
                continue
            }
            if recorder.claims.take(next.item.names) {
                claimed.append(next)
                if next.item.isAlone { break }
            } else if progress.postpone(next.index) {
                guard claimed.isEmpty else { break }
                if await !waitForOthers() { progress.stop() }
            }
        }
        return claimed
    }

    /// - Parameter areShared: whether another process can have made images of the batch.
    /// - Returns: nil if the worker has nothing to do, because the source failed, other processes made all images of
    ///   the item, or the run ended before the download.
    private func job(for planned: PlannedWork.Item, _ index: Int, areShared: Bool) async -> Job? {
        var item = planned
        let source: StartedSource
        do throws(Outcome.Failure) {
            guard let started = try await start(item) else {
                _ = progress.interrupt(index)
                recorder.interrupted(item, after: nil)
                return nil
            }
            source = started
        } catch {
            recorder.failed(item, error)
            return nil
        }
        let identity = source.identity
        if !item.origin.isCanvas, builder.namesDependOnContent(item), identity.digest != item.record.digest {
            recorder.failed(item, .changedSource)
            return nil
        }
        item.record = PartialSourceRecord(identity)
        for image in areShared ? (try? others.found(item, identity.digest)) ?? [] : [] {
            item.images.removeAll { $0.generator == image.image.generator && $0.name == image.image.name }
            recorder.found(image, of: item)
        }
        progress.begin(index, item)
        if item.images.isEmpty { return nil }
        started.withLock { $0[index] = source }
        return builder.job(id: index, for: item, copy: source.copy?.path)
    }

    private func ended(_ job: Job, _ result: Result<Outcome, Outcome.Failure>) {
        guard let source = started.withLock({ $0.removeValue(forKey: job.id) }) else { return }
        let identity = source.identity
        // When the time of the run is over, a failure of the worker counts as an interruption, because the worker was
        // probably stopped for this reason.
        if result.death != nil, progress.isOver {
            recorder.interrupted(progress[job.id], after: progress.interrupt(job.id))
            return
        }
        if let failure = result.death, isWorthRetrying(failure, job), progress.retry(job.id) { return }
        guard let uploads else { return recorder.ended(job, identity, result) }
        uploads.add(
            job,
            identity,
            result,
            uploaded: { [recorder] in recorder.ended(job, identity, $0) },
            discarded: { [recorder, progress] in recorder.interrupted(progress[job.id], after: nil) }
        )
    }

    /// Reads the source, or downloads it, and returns its stamp and its digest.
    /// - Returns: nil if the run ended before the download.
    private func start(_ item: PlannedWork.Item) async throws(Outcome.Failure) -> StartedSource? {
        if item.origin.isCanvas { return StartedSource(identity: .ofCanvas) }
        if let downloads, let object = builder.planner.catalog.object(of: item.origin.key, item.record.stamp) {
            guard let copy = try await downloads.copy(of: object) else { return nil }
            return StartedSource(identity: item.record.completed(object.stamp, object.digest), copy: copy)
        }
        do throws(FileError) {
            let (digest, stamp) = try ContentDigest.read(registry.settings.path(of: item.origin.key))
            return StartedSource(identity: item.record.completed(stamp, digest))
        } catch {
            throw error.asSourceFailure()
        }
    }

    /// Whether to make the images of a job again, one by one. After a crash or exhausted memory, the cause can be an
    /// earlier job, so the result is true. After a timeout, the result is true only for a job with several images,
    /// because one of them can have delayed the others. A single image would time out again.
    private func isWorthRetrying(_ failure: Outcome.Failure, _ job: Job) -> Bool {
        [.crashed, .killed, .outOfMemory].contains(failure.code) || job.outputs.count { $0.target != nil } > 1
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
