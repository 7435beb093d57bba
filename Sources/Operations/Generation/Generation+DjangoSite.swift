import CacheState
import Planning
import Registry

/// Completes the states in a site's cache after the cache or an earlier run has lost some of them.
extension Generation {
    /// Writes the states of all images if the cache lacks some. This concerns all generators, because any selection can be
    /// the only one that ever runs.
    func complete(_ site: DjangoCacheUpdates, _ folder: CacheTree, _ lock: inout CacheTreeLock?) async {
        // The last running shard completes the states, so that not every shard examines all images.
        guard folder.shard == nil, registry.hasCacheFiles(folder), await site.lacksStates() else { return }
        if lock == nil {
            lock = try? CacheTreeLock.take(folder, create: true, waiting: report.waiting(options.patience))
        }
        if lock != nil { await site.complete(ExistingImages(registry: registry)) }
    }

    /// Writes the states of all images if the cache lacks some and no other shard is running.
    func completeSiteAfterShards() async {
        let folder = CacheTree(settings: registry.settings)
        guard let site = DjangoCacheUpdates(registry.settings) else { return }
        var lock = try? CacheTreeLock.take(folder, create: false, waiting: nil)
        guard lock != nil else { return }
        defer { lock?.release() }
        site.checkMark()
        await complete(site, folder, &lock)
        await site.finish(report)
    }
}
