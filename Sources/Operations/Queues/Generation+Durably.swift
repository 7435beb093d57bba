import CacheState
import Files
import Registry

extension Generation {
    /// Runs, and waits until all made images are on the disk.
    ///
    /// A run with a lasting state waits for the disk before it records an image as made. A run without such a state
    /// does not wait, because the next run examines all files anyway. For a bundle, there is no next run: the bundle is
    /// removed from its queue after the run. So this function waits after a run without a lasting state. It does not
    /// wait for images in a bucket, because they are durable when their upload ends.
    package func runDurably() async throws -> GenerationSummary {
        let summary = try await run()
        let settings = registry.settings
        // Count fresh images too, because an interrupted run of the same bundle can have made them without waiting for
        // the disk.
        let exist = summary.generated + summary.fresh > 0
        if exist, settings.cacheBackend.lifetime != .lasting, !settings.storesInBucket {
            do {
                try syncFileSystem(of: settings.cacheFolder)
            } catch {
                throw error.withRemedy(in: CacheTree(settings: settings))
            }
        }
        return summary
    }
}
