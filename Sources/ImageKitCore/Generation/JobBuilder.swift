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

    /// The name of the cache file of a generator (its place in the registry) for a source.
    func name(_ generator: Int, _ source: String) -> String {
        namings[generator].name(for: source)
    }

    /// A job with all the outputs that the registry has for the source, and targets for those that are wanted.
    func job(id: Int, for item: PlannedWork.Item) -> Job {
        var taken: Set<String> = []
        let outputs = generators(of: item.source).map { generator in
            var target: Job.Target?
            let name = name(generator, item.source)
            // Generators with one spec share their file.
            if item.wanted.contains(where: { $0.generator == generator }), taken.insert(name).inserted {
                target = Job.Target(
                    temporaryPath: "\(folder.temporaryPath)/\(getpid())-\(id)-\(generator)",
                    path: registry.settings.mediaRoot + "/" + name
                )
            }
            let made = registry.generators[generator]
            return Job.Output(spec: made.spec.resolvingPaths(from: made.folder), target: target)
        }
        return Job(
            id: id,
            source: item.source,
            path: registry.settings.mediaRoot + "/" + item.source,
            outputs: outputs
        )
    }

    /// The places of the generators that have the source in one of their groups, in the registry's order.
    func generators(of source: String) -> [Int] {
        registry.generators.indices.filter { place in
            registry.generators[place].groups.contains { catalog.group($0, contains: source) }
        }
    }
}
