import CacheState
import Files
import ImageSpecs
import Planning
import Registry
import WorkerProtocol

/// Receives the outcomes of the workers and updates the report and the state.
struct OutcomeRecorder: Sendable {
    let registry: Registry
    let builder: JobBuilder
    let report: any GenerationReport
    let renderer: CurrentRenderer
    let state: StateWriter
    let progress: BatchProgress
    let claims: ImageClaims
    let site: DjangoCacheUpdates?
    let history: FailureHistory?

    /// - Parameter identity: the stamp and the digest of the source before the worker read it.
    func ended(_ job: Job, _ identity: SourceRecord, _ result: Result<Outcome, Outcome.Failure>) {
        let item = progress[job.id]
        let elapsed = progress.finish(job.id)
        // Prefer the time that the worker measured, because the elapsed time includes the other jobs in the same
        // message.
        let seconds = (try? result.get().seconds) ?? elapsed
        let isCanvas = item.origin.isCanvas
        // If the source changed while the worker read it, the image can show the old content, the new content, or a mix
        // of both. So the image counts as failed.
        let isUnchanged = identity.isCurrent(for: job)
        let renderer = renderer.renderer
        var changes = [renderer.map(StateChange.renderer)].compactMap(\.self)
        let rendererNumber = renderer?.number ?? Renderer.foundNumber
        if isUnchanged { changes.append(.source(item.origin.key, identity.trusted)) }
        var statuses: [(image: PlannedImage, status: ImageEvent.Status)] = []
        var made: [String] = []
        for planned in item.images {
            // Images without a reason are fresh or failed. A plan never adds them to an item.
            guard let reason = planned.reason else { continue }
            let name = planned.name
            let naming = builder.naming(of: planned)
            let content = builder.planner.overlays.content(of: identity.digest, planned.generator)
            let status: ImageEvent.Status
            switch outcome(ofImage: name, job, result) {
            case .made where !isUnchanged:
                // Delete the image if its name depends on the former content of the source, because later runs use
                // another name and do not replace this file. Delete it also if no lasting state records that the image
                // is pending, because the next run would treat the file as fresh.
                let isKnown = registry.settings.cacheBackend.lifetime == .lasting
                if !isKnown || naming.dependsOnContent {
                    site?.willDelete([name])
                    _ = try? builder.folder.delete(registry.settings.cachePath(of: name))
                    site?.deleted([name])
                }
                status = .failed(.changedSource)
            case .made(let image):
                status = .generated(image, reason, seconds: seconds)
                made.append(name)
                let now = currentSeconds()
                let description = ImageDescription(
                    image,
                    making: ImageDescription.Making(time: now, reason: reason.rawValue)
                )
                let state = CacheRecord.State.made(bytes: image.bytes, image: description)
                var record = CacheRecord(name: name, naming: naming.identity, digest: content, state: state)
                record.output = try? ContentDigest.read(registry.settings.cachePath(of: name)).digest
                record.checked = now
                record.rendering = naming.rendering
                record.renderer = rendererNumber
                changes.append(.cacheFile(source: item.origin.key, record))
            case .failed(let failure):
                if let obstacle = WriteObstacle(failure), obstacle.concernsAllImages(in: builder.folder) {
                    progress.stop(at: obstacle)
                    continue
                }
                status = .failed(failure.advised(in: builder.folder.path))
                // Record a failure only if the source did not change during the job. Record no failure of a canvas:
                // usually, runs skip an image with a recorded failure until its source changes, but a canvas never
                // changes.
                if isUnchanged && failure.code.isRecorded && !isCanvas {
                    let state = CacheRecord.State.failed(failure, limits: registry.settings.limitsIdentity.number)
                    var record = CacheRecord(name: name, naming: naming.identity, digest: content, state: state)
                    record.renderer = rendererNumber
                    if failure.code.facts.recurrence == .later {
                        (record.tries, record.checked) = (planned.tries + 1, currentSeconds())
                    }
                    changes.append(.cacheFile(source: item.origin.key, record))
                }
            }
            statuses.append((planned, status))
        }
        reportStatuses(item, statuses, identity.digest)
        add(changes, releasing: item, made: made)
    }

    /// Records that the run ended before the item was finished. Later runs make the images of such items last.
    /// - Parameter spent: the seconds since the item was started; nil if the time is unknown.
    func interrupted(_ item: PlannedWork.Item, after spent: Double?) {
        let changes = item.images.filter { !$0.isFreshUntilReplaced }.map { image in
            let naming = builder.naming(of: image).identity
            var record = CacheRecord(name: image.name, naming: naming, state: .pending)
            record.spent = image.spent + max(1, Int((spent ?? 0) * 1000))
            if image.tries > 0 { record.tries = image.tries }
            return StateChange.cacheFile(source: item.origin.key, record)
        }
        add(changes, releasing: item)
    }

    /// Reports an image that another process made after it was planned.
    func found(_ image: ConcurrentImages.Found, of item: PlannedWork.Item) {
        progress.countFresh()
        report.image(
            ImageEvent(
                image.image,
                of: item.origin,
                in: registry,
                status: .fresh(bytes: image.bytes, image: image.description)
            )
        )
        claims.release([image.image.name])
    }

    /// Reports all images of an item as failed, because the item cannot be given to a worker. For example, the source
    /// cannot be read.
    func failed(_ item: PlannedWork.Item, _ failure: Outcome.Failure) {
        reportStatuses(item, item.images.map { ($0, .failed(failure)) }, item.record.digest)
        add([], releasing: item)
    }

    /// Adds changes to the state. The images of the item stay claimed until the changes are written. Otherwise another
    /// process would not find the records and would make the images again.
    /// - Parameter made: the new images. A Django site is notified of these images after the changes are written.
    private func add(_ changes: [StateChange], releasing item: PlannedWork.Item, made: [String] = []) {
        let (claims, names, site) = (claims, item.names, site)
        state.add(changes + (history?.takeChanges() ?? [])) {
            site?.exists(made)
            claims.release(names)
        }
        // If the state cannot be written, a later run would make the images again. So stop making images.
        if state.hasFailed { progress.stop() }
    }

    private func reportStatuses(
        _ item: PlannedWork.Item,
        _ statuses: [(image: PlannedImage, status: ImageEvent.Status)],
        _ digest: ContentDigest?
    ) {
        let failures = statuses.map { entry -> Outcome.Failure? in
            if case .failed(let failure) = entry.status { failure } else { nil }
        }
        for (image, status) in statuses {
            let generator = image.id(in: registry)
            var since: Int?
            if case .failed(let failure) = status {
                progress.countFailed()
                since = history?.failed(generator, item.origin, failure, digest)
            } else {
                progress.countGenerated()
                history?.succeeded(generator, item.origin)
            }
            report.image(
                ImageEvent(
                    image,
                    of: item.origin,
                    in: registry,
                    status: status,
                    isOfWholeSource: failures.areAllAlike,
                    since: since
                )
            )
        }
    }

    /// Returns the result for an image. Generators with the same spec share the result of one output.
    private func outcome(
        ofImage name: String,
        _ job: Job,
        _ result: Result<Outcome, Outcome.Failure>
    ) -> Outcome.Result {
        switch result {
        case .failure(let failure): return .failed(failure)
        case .success(let outcome):
            let path = registry.settings.cachePath(of: name)
            let index = job.outputs.firstIndex { $0.target?.path == path }
            let found = index.flatMap { outcome.results.indices.contains($0) ? outcome.results[$0] : nil }
            return found ?? .failed(.noResult)
        }
    }
}

extension Outcome.Failure {
    static let noResult = Outcome.Failure(code: .crashed, message: "the worker reported no result for this image")

    static let changedSource = Outcome.Failure(
        code: .changedSource,
        message: "the source changed while it was read; the next run makes the image again"
    )
}
