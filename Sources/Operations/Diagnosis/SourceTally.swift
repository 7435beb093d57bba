import Registry
import WorkerProtocol
import Workers

/// The number of sources, and the number of sources with images that failed in earlier runs.
package struct SourceTally: Sendable {
    package private(set) var sources = 0
    package private(set) var failed = 0
    /// The reason why the sources could not be counted; nil if they were counted.
    package private(set) var problem: String?

    init(_ registry: Registry) {
        do {
            var (sources, failed) = (0, 0)
            try Survey(registry: registry, notify: { _ in }).forEachSource { source in
                guard source.origin.sourceName != nil else { return }
                sources += 1
                let fails = source.images.contains { if case .failed = $0.verdict { true } else { false } }
                if fails { failed += 1 }
            }
            (self.sources, self.failed) = (sources, failed)
        } catch {
            problem = "\(error)".withoutSecrets()
        }
    }
}
