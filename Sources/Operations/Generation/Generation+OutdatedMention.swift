import CacheState
import ImageSpecs
import Planning
import Registry

extension Generation {
    private struct FoundOutdatedImage: Error {}

    /// Whether the run must print a message about images that can show faults that are fixed now. The search for such
    /// images examines every image, so it is performed only once for each version of imagekit. After the search, the
    /// function records the version in the state.
    package func shouldMentionOutdated() -> Bool {
        let backend = registry.settings.cacheBackend
        guard renderer.hasFixedFaults, backend.lifetime == .lasting, options.selection.shard == nil, !options.isDryRun,
            !options.remakesOutdated
        else { return false }
        let version = ImageKitVersion.current
        let tree = CacheTree(settings: registry.settings)
        do {
            guard let known = try backend.openForReading(tree) else { return false }
            let isDone = Result { try known.hasFaultSearch(by: version) }
            known.close()
            guard try !isDone.get() else { return false }
            let found = try hasOutdatedImages()
            // If this run cannot take the lock, usually because another run holds it, that run or a later one prints
            // the message.
            guard let lock = try CacheTreeLock.take(tree, create: false, waiting: nil) else { return false }
            defer { lock.release() }
            try backend.change(tree) { try $0.recordFaultSearch(by: version) }
            return found
        } catch {
            return false
        }
    }

    private func hasOutdatedImages() throws -> Bool {
        do {
            try Survey(registry: registry, notify: { _ in }, renderer: renderer).forEachSource { source in
                for case .needed(.outdated) in source.images.map(\.verdict) { throw FoundOutdatedImage() }
            }
            return false
        } catch is FoundOutdatedImage {
            return true
        }
    }
}
