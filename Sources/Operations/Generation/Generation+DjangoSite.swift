import CacheState
import Planning
import Registry

/// Writes missing keys into a site's cache. The cache lost these keys, or an earlier run could not write them.
extension Generation {
    /// Writes the keys of all images if the cache lacks keys. A run that selects only some generators also writes the
    /// keys of the other generators. Otherwise, these keys would stay missing if all later runs have the same
    /// selection.
    func writeMissingKeys(_ site: DjangoCacheUpdates, _ folder: CacheTree, _ lock: inout CacheTreeLock?) async {
        // A shard writes no keys here. `writeMissingKeysAfterShards` lets only the last running shard write them, so
        // that not every shard examines all images.
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
