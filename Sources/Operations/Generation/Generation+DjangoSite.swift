import CacheState
import Planning
import Registry

/// Writes the keys that a site's cache lacks, because the cache or an earlier run has lost them.
extension Generation {
    /// Writes the keys of all images if the cache lacks some. This concerns all generators, because any selection can be
    /// the only one that ever runs.
    func writeMissingKeys(_ site: DjangoCacheUpdates, _ folder: CacheTree, _ lock: inout CacheTreeLock?) async {
        // The last running shard writes the keys, so that not every shard examines all images.
        guard folder.shard == nil, registry.hasCacheFiles(folder), await site.lacksKeys() else { return }
        if lock == nil {
            lock = try? CacheTreeLock.take(folder, create: true, waiting: report.waiting(options.patience))
        }
        if lock != nil { await site.writeKeys(of: ExistingImages(registry: registry)) }
    }

    /// Writes the keys of all images if the cache lacks some and no other shard is running.
    func writeMissingKeysAfterShards() async {
        let folder = CacheTree(settings: registry.settings)
        guard let site = DjangoCacheUpdates(registry.settings) else { return }
        var lock = try? CacheTreeLock.take(folder, create: false, waiting: nil)
        guard lock != nil else { return }
        defer { lock?.release() }
        site.checkMark()
        await writeMissingKeys(site, folder, &lock)
        await site.finish(report)
    }
}
