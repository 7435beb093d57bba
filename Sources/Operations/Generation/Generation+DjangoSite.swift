import CacheState
import Planning
import Registry

/// Writes the keys that a site's cache lacks, because the cache or an earlier run has lost them.
extension Generation {
    /// Writes the keys of all images if the cache lacks keys. A run does this for all generators, even if it selects
    /// only some of them, because later runs can have the same selection.
    func writeMissingKeys(_ site: DjangoCacheUpdates, _ folder: CacheTree, _ lock: inout CacheTreeLock?) async {
        // The last running shard writes the keys, so that not every shard examines all images.
        guard folder.shard == nil, registry.hasCacheFiles(folder), await site.lacksKeys() else { return }
        if lock == nil {
            lock = try? CacheTreeLock.take(folder, create: true, waiting: report.waiting(options.patience))
        }
        if lock != nil { await site.writeKeys(of: ExistingImages(registry: registry)) }
    }

    /// Writes the keys of all images if the cache lacks keys and no other shard is running.
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
