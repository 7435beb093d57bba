import CacheState
import Dispatch
import Files
import ImageSpecs
import Planning
import Registry
import SourceGroups
import WorkerProtocol

/// Answers requests for single cache files. The type finds each file by its source, and makes the file if the strategy
/// requires this.
///
/// The answer for a fresh file needs no folder walk, no lock, and no worker. If a source is unavailable, only the
/// answer for this source fails. A call can run at the same time as a batch. Usually, it waits only for processes that
/// make the requested images, and for commands that exclude calls, such as `prune`.
package struct SingleFiles: Sendable {
    private let registry: Registry
    /// The requested images of each source: one image, the members of a set, or the same image for several densities.
    private let requests: [(generator: GeneratorID, arguments: [String], density: PixelDensity?)]
    /// The id of the requested generator or set.
    private let id: String
    private let isSet: Bool
    private let options: GenerationOptions
    private let report: any GenerationReport
    private let tree: CacheTree
    private let renderer: CurrentRenderer
    /// Whether a Django site that waits for the images is notified of images that exist already.
    package var notifiesOfFresh = false

    /// - Parameters:
    ///   - request: the requested image.
    ///   - srcset: the same image for other pixel densities.
    package init(
        _ request: ImageRequest,
        srcset: [(request: ImageRequest, density: PixelDensity)] = [],
        registry: Registry,
        options: GenerationOptions,
        report: any GenerationReport
    ) {
        var all = request.generators.map { ($0, request.arguments, nil as PixelDensity?) }
        for (request, density) in srcset { all.append((request.generator, request.arguments, density)) }
        let added = registry.adding(all.map(\.0))
        self.registry = added.registry
        requests = zip(added.ids, all).map { ($0, $1.1, $1.2) }
        id = request.id
        isSet = request.isSet
        self.options = options
        self.report = report
        tree = CacheTree(settings: registry.settings, isForCall: true)
        renderer = CurrentRenderer(options.runners.renderer)
    }

    /// - Returns: one answer for each origin, in the same order.
    /// - Throws: the errors of a batch. A failed image throws no error: its answer contains the failure.
    package func answers(for given: [ImageOrigin], _ form: AnswerForm) async throws -> [CacheFileAnswer] {
        if form.needsLocalFile { try registry.settings.requireLocalFiles() }
        let catalog = try SourceCatalog(of: registry, streaming: [])
        let changing = requests.map { registry.generators[$0.generator] }.filter(\.spec.hasFields)
        try catalog.load(Set(changing.flatMap(registry.fieldGroups)))
        let origins = given.map { ImageOrigin(key: registry.settings.sourceName($0.key)) }
        let specs = SpecResolver(registry, catalog)
        let part = SelectedPart(generators: requests.map(\.generator))
        let planner = Planner(
            specs,
            part,
            VerificationPolicy(registry.settings, force: options.force, renderer: renderer),
            isForFewImages: true
        )
        var plans = try plan(origins, planner)
        let outcomes = OutcomeCollector(report)
        if plans.contains(where: { isWorkToDo($0, form) }) {
            do {
                let lock = try CacheTreeLock.takeForCall(tree, waiting: report.waiting(options.patience))
                defer { lock?.release() }
                // Plan again, because another process could have made the images before this call got the lock.
                let policy = VerificationPolicy(registry.settings, force: options.force, renderer: renderer)
                let again = planner.again(policy)
                plans = try plan(origins, again)
                let site = DjangoCacheUpdates(registry.settings)
                let end = await Result { try await make(plans, form, again, outcomes, site) }
                site?.exists(freshImages(of: plans, outcomes))
                await site?.finish(report)
                try end.get()
            } catch {
                guard let stop = error.withRemedy(in: tree) as? StoppedRunError else { throw error }
                outcomes.failureOfRest = stop.failure
            }
        } else if !options.isDryRun {
            if plans.contains(where: { !$0.changes.isEmpty }) {
                // Ignore a state that cannot be written, because the answer does not need these changes. The next call
                // finds them again.
                do { try remember(plans) } catch  where WriteObstacle(error) != nil {}
            }
            await notifySite(of: freshImages(of: plans, outcomes))
        }
        return plans.map { answer($0, form, outcomes) }
    }

    /// Writes the keys of fresh images into the cache of a Django site. While `prune`, `clear`, or a merge of shards
    /// runs, it holds a lock that single calls need. In this case, no key is written, because the images can be
    /// deleted.
    private func notifySite(of names: [String]) async {
        guard !names.isEmpty, let site = DjangoCacheUpdates(registry.settings) else { return }
        // The attempt to take the lock can block its thread for a second. So use another thread than those of tasks.
        let lock = await withCheckedContinuation { [tree] continuation in
            DispatchQueue.global().async {
                continuation.resume(returning: try? CacheTreeLock.takeForCall(tree, waiting: nil))
            }
        }
        guard let lock else { return }
        defer { lock.release() }
        site.exists(names)
        await site.finish(report)
    }

    /// Returns the names of the fresh images that this call did not make; none if the site is not notified of such
    /// images.
    private func freshImages(of plans: [PlannedSource], _ outcomes: OutcomeCollector) -> [String] {
        guard notifiesOfFresh else { return [] }
        return plans.flatMap(\.images).filter { image in
            switch (outcomes[image.name], image.verdict) {
            case (.fresh, _), (nil, .fresh): true
            default: false
            }
        }.map(\.name)
    }

    private func plan(_ origins: [ImageOrigin], _ planner: Planner) throws -> [PlannedSource] {
        let state = try registry.settings.cacheBackend.openForReading(tree)
        defer { state?.close() }
        let catalog = planner.catalog
        return try origins.map { origin in
            let status =
                isCanvas
                ? .file(SourceRecord.ofCanvas.stamp)
                : try NamedSource(origin.key, catalog).status { try catalog.followsOutside(to: origin.key) }
            return try planner.plan(origin, status, generators: planner.selected.generators, state)
        }
    }

    private var isCanvas: Bool { registry.generators[requests[0].generator].isCanvas }

    private func strategy(of id: GeneratorID) -> CacheFileStrategy { registry.strategy(of: registry.generators[id]) }

    private func isWorkToDo(_ source: PlannedSource, _ form: AnswerForm) -> Bool {
        !options.isDryRun
            && source.images.contains { $0.isWanted && strategy(of: $0.generator).generates(on: form.events) }
    }

    private func make(
        _ plans: [PlannedSource],
        _ form: AnswerForm,
        _ planner: Planner,
        _ outcomes: OutcomeCollector,
        _ site: DjangoCacheUpdates?
    ) async throws {
        var work = PlannedWork()
        var taken: Set<ByteName> = []
        for source in plans {
            for image in source.images where taken.insert(ByteName(image.name)).inserted {
                guard !image.isWanted || strategy(of: image.generator).generates(on: form.events) else { continue }
                // Make each image in a separate job, so that its bytes do not depend on the other requests.
                var alone = source
                alone.images = [image]
                work.add(alone)
            }
        }
        work.add(calls(plans))
        var batch = Batch(planner: planner, options: options, folder: tree, report: outcomes, renderer: renderer)
        batch.site = site
        _ = try await batch.run(work)
    }

    /// Records the calls, and the changes that planning found, such as adopted files. If a command that excludes calls
    /// is running, nothing is recorded, and a later call finds the same changes.
    private func remember(_ plans: [PlannedSource]) throws {
        guard let lock = try? CacheTreeLock.takeForCall(tree, waiting: nil) else { return }
        defer { lock.release() }
        try registry.settings.cacheBackend.change(tree) { try $0.write(plans.flatMap(\.changes) + calls(plans)) }
    }

    /// The records of the calls. Because of these records, the files do not count as orphans.
    private func calls(_ plans: [PlannedSource]) -> [StateChange] {
        plans.flatMap { source in
            source.images.compactMap { image in
                guard !image.name.isEmpty, let request = request(of: image) else { return nil }
                let call = OnDemandCall(
                    generator: image.id(in: registry),
                    source: source.origin.key,
                    arguments: request.arguments
                )
                return .call(name: image.name, call)
            }
        }
    }

    /// Returns the request whose generator is the generator of the image. The index of the image in the plan can differ
    /// from the index of its request, because a set makes no image for a member that is larger than the source.
    private func request(
        of image: PlannedImage
    ) -> (generator: GeneratorID, arguments: [String], density: PixelDensity?)? {
        requests.first { $0.generator == image.generator }
    }

    // MARK: - Answers

    private func answer(
        _ source: PlannedSource,
        _ form: AnswerForm,
        _ outcomes: OutcomeCollector
    ) -> CacheFileAnswer {
        var images: [(image: PlannedImage, found: Found)] = []
        for image in source.images {
            switch found(image, form, outcomes) {
            case .success(let found): images.append((image, found))
            case .failure(let failure):
                return CacheFileAnswer(generator: id, origin: source.origin, result: .failure(failure))
            }
        }
        if isSet { return answer(source, images) }
        let urls = zip(images, requests).compactMap { image, request in
            request.density.map { (url: registry.settings.url(of: image.image.name), density: $0) }
        }
        let answer = CacheFileAnswer.Image(
            name: images[0].image.name,
            made: images[0].found.image,
            isNew: images[0].found.isNew,
            srcset: urls,
            presentation: registry.generators[requests[0].generator].presentation
        )
        return CacheFileAnswer(generator: id, origin: source.origin, result: .success(answer))
    }

    private func answer(
        _ source: PlannedSource,
        _ images: [(image: PlannedImage, found: Found)]
    ) -> CacheFileAnswer {
        let all = images.compactMap { image, found -> PictureMembers.Member? in
            let generator = registry.generators[image.generator]
            guard let role = generator.member else { return nil }
            return PictureMembers.Member(
                id: image.id(in: registry),
                role: role,
                name: image.name,
                made: found.image,
                isNew: found.isNew,
                format: generator.spec.imageFormat
            )
        }
        let presentation = registry.generators[requests[0].generator].presentation
        let members = PictureMembers(members: all, presentation: presentation)
        guard let shown = members.shown else {
            return CacheFileAnswer(generator: id, origin: source.origin, result: .failure(.noResult))
        }
        let answer = CacheFileAnswer.Image(
            name: shown.name,
            made: shown.made,
            isNew: all.contains(where: \.isNew),
            srcset: [],
            members: members
        )
        return CacheFileAnswer(generator: id, origin: source.origin, result: .success(answer))
    }

    private struct Found {
        var image: Outcome.MadeImage?
        var isNew = false
    }

    private func found(
        _ image: PlannedImage,
        _ form: AnswerForm,
        _ outcomes: OutcomeCollector
    ) -> Result<Found, Outcome.Failure> {
        switch outcomes[image.name] {
        case .generated(let made, _, _): return .success(Found(image: made, isNew: true))
        case .failed(let failure): return .failure(failure)
        // The batch reports an image as fresh if another process made the image after the batch was planned.
        case .fresh(_, let made): return .success(Found(image: made))
        case .wouldGenerate, nil: break
        }
        switch image.verdict {
        case .fresh(_, let made): return .success(Found(image: made?.image))
        case .failed(let failure): return .failure(failure.repeated)
        case .needed where outcomes.failureOfRest != nil, .renamed where outcomes.failureOfRest != nil:
            return .failure(outcomes.failureOfRest ?? .noResult)
        // The file is not made now. This form of the answer contains nothing from the content of the file, so answer as
        // if the file existed.
        case .needed where !form.needsFile, .renamed where !form.needsFile: return .success(Found())
        case .needed, .renamed:
            let generator = registry.generators[image.generator]
            // A run makes no image of a call with arguments, and no image of a generator without sources.
            let isOfRun =
                request(of: image)?.arguments.isEmpty == true
                && (generator.isCanvas || !registry.fieldGroups(of: generator).isEmpty)
            return .failure(
                Outcome.Failure(
                    code: .notGenerated,
                    message: "\(image.name) is missing or out of date, and the cache file strategy of \(generator.id) "
                        + "does not make it now: "
                        + (isOfRun ? "run imagekit generateimages" : "use the strategy JustInTime for this generator")
                )
            )
        }
    }
}
