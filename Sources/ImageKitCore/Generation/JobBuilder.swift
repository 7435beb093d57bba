import ImageSpecs
import WorkerProtocol

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Turns a planned source into a worker's job.
struct JobBuilder: Sendable {
    let registry: Registry
    let catalog: SourceCatalog
    let folder: CacheTree
    /// By the generators' places.
    let namings: [CacheFileNaming]

    init(registry: Registry, catalog: SourceCatalog, folder: CacheTree) {
        self.registry = registry
        self.catalog = catalog
        self.folder = folder
        namings = registry.namings
    }

    /// The name of the cache file of a generator (its place in the registry) for an item's source as it was planned.
    func name(_ generator: Int, _ item: PlannedWork.Item) -> String {
        namings[generator].name(for: item.source, content: item.record.digest)
    }

    /// Whether any of the item's names changes with the source's bytes.
    func namesDependOnContent(_ item: PlannedWork.Item) -> Bool {
        item.wanted.contains { namings[$0.generator].dependsOnContent }
    }

    /// A job with all the outputs that the registry has for the source, and targets for those that are wanted.
    func job(id: Int, for item: PlannedWork.Item) -> Job {
        var taken: Set<String> = []
        let wanted = Set(item.wanted.map { name($0.generator, item) })
        let outputs = outputs(for: item).map { generator in
            var target: Job.Target?
            let name = name(generator, item)
            // Generators with one spec share their file.
            if wanted.contains(name), taken.insert(name).inserted {
                target = Job.Target(
                    temporaryPath: "\(folder.temporaryPath)/\(getpid())-\(id)-\(generator)",
                    path: registry.settings.path(of: name),
                    root: folder.path
                )
            }
            let made = registry.generators[generator]
            return Job.Output(spec: made.spec.resolvingPaths(from: made.folder), target: target)
        }
        return Job(
            id: id,
            source: item.source,
            path: registry.settings.path(of: item.source),
            outputs: outputs,
            limits: registry.settings.limits
        )
    }

    /// All that the registry has for the source. An image of none of its generators is made by itself, so that its
    /// bytes depend on nothing else.
    private func outputs(for item: PlannedWork.Item) -> [Int] {
        let registered = generators(of: item.source)
        let others = item.wanted.map(\.generator).filter { wanted in
            !registered.contains { registry.generators[$0].spec == registry.generators[wanted].spec }
        }
        return others.isEmpty ? registered : others
    }

    /// The places of the generators that have the source in one of their groups, in the registry's order.
    func generators(of source: String) -> [Int] {
        // Canvases share no decoding.
        guard !source.isEmpty else { return [] }
        return registry.generators.indices.filter { place in
            registry.generators[place].groups.contains { catalog.group($0, contains: source) }
        }
    }
}
