import CacheState
import Files
import Planning
import Queues
import Redis
import Registry
import SourceGroups

extension Generation {
    /// Plans like a dry run, and sends bundles of the sources and canvases that have images to make or to rename.
    /// Writes nothing else.
    /// - Parameter size: the average number of sources in a bundle.
    /// - Throws: the errors of `run`, `RedisError`, and `CancellationError`. After an error, some bundles can already
    ///   be in the queue.
    package func enqueue(to queue: PatientQueue, size: Int) async throws -> EnqueueSummary {
        let selected = try SelectedPart(options.selection, of: registry)
        let catalog = try SourceCatalog(of: registry, streaming: registry.groups(of: selected.generators))
        let specs = SpecResolver(registry, catalog)
        try NameCollisionError.check(specs)
        let history = FailureHistory()
        let folder = CacheTree(settings: registry.settings)
        let work = try plan(Planner(specs, selected, policy), folder, history) {
            $0.report(to: report, registry, history, isDryRun: false)
        }
        var summary = EnqueueSummary(plan: work.summary)
        summary.plan.failures = history.summary
        let task = Bundle.task(options.selection.patterns, bundleOptions)
        var (queued, dead) = (BundledSources(), BundledSources())
        try await queue.send { (queue) throws(RedisError) in
            try queue.forEachBundle { bundle, isDead in
                guard bundle.task == task else { return }
                if isDead { dead.add(bundle) } else { queued.add(bundle) }
            }
        }
        var wanted: [Bundle.Source] = []
        var known: Set<ByteName> = []
        for item in work.items + work.renamings {
            let source = source(of: item)
            // Count a source once, although a source with images to make and images to rename has two items. Count each
            // item of a canvas, because all canvases have the same key.
            let isNew = item.origin.isCanvas || known.insert(ByteName(source.name)).inserted
            if queued.contains(source) {
                summary.queued += isNew ? 1 : 0
            } else if dead.contains(source) {
                summary.dead += isNew ? 1 : 0
            } else {
                summary.images += item.images.count
                guard isNew else { continue }
                summary.sources += 1
                wanted.append(source)
            }
        }
        let bundles = Bundle.bundles(
            of: wanted,
            size: size,
            patterns: options.selection.patterns,
            options: bundleOptions
        ).map { (id: BundleQueue.newID(), bundle: $0) }
        summary.bundles = bundles.count
        try await queue.send { (queue) throws(RedisError) in try queue.send(bundles) }
        return summary
    }

    private var bundleOptions: [Bundle.Option] {
        Bundle.Option.allCases.filter { option in
            switch option {
            case .force: options.force
            case .verify: options.verify
            case .outdated: options.remakesOutdated
            }
        }
    }

    private func source(of item: PlannedWork.Item) -> Bundle.Source {
        // A canvas has no source name, so the id of its first generator determines the shard.
        let id = item.images.first.map { registry.generators[$0.generator].id } ?? ""
        return Bundle.Source(name: item.origin.key, shardKey: item.origin.sourceName ?? id)
    }
}

/// The sources and canvases of some bundles.
private struct BundledSources {
    private var names: Set<ByteName> = []
    /// The shards of the bundles with canvases. All canvases have the same name, so the shard of a bundle determines
    /// which canvases the bundle contains.
    private var canvasShards: Set<Shard> = []

    mutating func add(_ bundle: Bundle) {
        names.formUnion(bundle.sources.map(ByteName.init))
        if bundle.sources.contains("") { canvasShards.insert(bundle.shard) }
    }

    func contains(_ source: Bundle.Source) -> Bool {
        guard source.name.isEmpty else { return names.contains(ByteName(source.name)) }
        return canvasShards.contains { $0.contains(source.shardKey) }
    }
}
