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
        let work = try plan(Planner(specs, selected, effort), folder, history) {
            $0.report(to: report, registry, history, isDryRun: false)
        }
        var summary = EnqueueSummary(plan: work.summary)
        summary.plan.failures = history.summary
        let task = Bundle.task(options.selection.patterns, bundleOptions)
        var (queued, dead): (Set<ByteName>, Set<ByteName>) = ([], [])
        // All canvases have the same key, so the shard of a bundle determines which canvases the bundle contains.
        var (queuedCanvases, deadCanvases): (Set<Shard>, Set<Shard>) = ([], [])
        try await queue.send { (queue) throws(RedisError) in
            try queue.forEachBundle { bundle, isDead in
                guard bundle.task == task else { return }
                let names = bundle.sources.map(ByteName.init)
                if isDead { dead.formUnion(names) } else { queued.formUnion(names) }
                guard bundle.sources.contains("") else { return }
                if isDead { deadCanvases.insert(bundle.shard) } else { queuedCanvases.insert(bundle.shard) }
            }
        }
        var wanted: [Bundle.Source] = []
        var known: Set<ByteName> = []
        for item in work.items + work.renamings {
            let name = ByteName(item.origin.key)
            // Count a source once, although a source with images to make and images to rename has two items. Count each
            // item of a canvas, because all canvases have the same key.
            let isCanvas = item.origin.isCanvas
            let isNew = isCanvas || known.insert(name).inserted
            let shardKey = shardKey(of: item)
            if isCanvas ? queuedCanvases.contains(where: { $0.contains(shardKey) }) : queued.contains(name) {
                summary.queued += isNew ? 1 : 0
            } else if isCanvas ? deadCanvases.contains(where: { $0.contains(shardKey) }) : dead.contains(name) {
                summary.dead += isNew ? 1 : 0
            } else {
                summary.images += item.images.count
                guard isNew else { continue }
                summary.sources += 1
                wanted.append(Bundle.Source(name: item.origin.key, shardKey: shardKey))
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

    /// The text that determines the shard of an item. A canvas has no source name, so the id of its first generator
    /// determines the shard.
    private func shardKey(of item: PlannedWork.Item) -> String {
        item.origin.sourceName ?? item.images.first.map { registry.generators[$0.generator].id } ?? ""
    }
}
