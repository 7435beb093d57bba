import Registry
import WorkerProtocol
import Workers

/// The number of sources, and the number of sources with images that the next run would report as failed without an
/// attempt to make them. For example, the images failed in an earlier run, or the source cannot be read.
package struct SourceTally: Sendable {
    package private(set) var sources = 0
    package private(set) var failed = 0
    /// The reasons why not all sources could be counted; empty if all were counted.
    package private(set) var problems: [String] = []
    /// Whether the count reached its end without an error. Even then, the sources of folders and source groups that
    /// could not be read can be missing from the count (`problems`).
    package private(set) var isCounted = false

    init(_ registry: Registry) {
        let unread = SourceProblems()
        do {
            var (sources, failed) = (0, 0)
            let survey = Survey(registry: registry, notify: unread.passing(to: { _ in }))
            try survey.forEachSource { source in
                guard source.origin.sourceName != nil else { return }
                sources += 1
                let fails = source.images.contains { if case .failed = $0.verdict { true } else { false } }
                if fails { failed += 1 }
            }
            (self.sources, self.failed, isCounted) = (sources, failed, true)
        } catch {
            problems = ["\(error)".withoutSecrets()]
        }
        problems = unread.all + problems
    }
}
