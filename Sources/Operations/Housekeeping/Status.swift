import CacheState
import Planning
import Registry
import SourceGroups
import Workers

/// The number of cache files of each generator by their state, and the orphans.
package struct Status: Sendable {
    /// The numbers of the cache files of one generator, by their state.
    package struct Row: Sendable {
        package let generator: String
        package var fresh = 0
        /// The number of fresh images that can show a fault that is fixed now.
        package var outdated = 0
        package var missing = 0
        package var outOfDate = 0
        package var failed = 0
    }

    /// One row for each generator, in the order of the registry.
    package private(set) var rows: [Row]
    package let orphans: Orphans

    /// Examines all cache files and writes nothing.
    package init(
        _ registry: Registry,
        environment: [String: String],
        notify: @escaping @Sendable (SourceNotice) -> Void
    ) throws {
        let renderer = CurrentRenderer(WorkerProcesses(environment: environment).renderer)
        var rows = registry.generators.mapValues { _, generator in Row(generator: generator.id) }
        var wanted = WantedFiles()
        let failures = try FailureList.records(of: registry)
        try Survey(registry: registry, notify: notify, renderer: renderer).forEachSource { source in
            wanted.add(source)
            for image in source.images {
                switch image.verdict {
                case .fresh: rows[image.generator].fresh += 1
                case .failed: rows[image.generator].failed += 1
                case .needed(.outdated):
                    rows[image.generator].fresh += 1
                    rows[image.generator].outdated += 1
                case .needed(.missing) where source.isReported(image, registry, in: failures):
                    rows[image.generator].failed += 1
                case .needed(.missing), .renamed: rows[image.generator].missing += 1
                case .needed: rows[image.generator].outOfDate += 1
                }
            }
        }
        self.rows = Array(rows)
        orphans = try Orphans(registry, wanted: wanted)
    }
}

extension PlannedSource {
    /// Whether an earlier run reported that this missing image fails. The next run tries to make the image again.
    fileprivate func isReported(
        _ image: PlannedImage,
        _ registry: Registry,
        in failures: [FailureKey: FailureRecord]
    ) -> Bool {
        guard !failures.isEmpty else { return false }
        let key = FailureKey(source: origin.key, generator: image.id(in: registry))
        return failures[key].map { $0.digest == nil || $0.digest == record?.digest } ?? false
    }
}
