import Files
import Registry

extension Generation {
    /// Runs, and waits until all made images are on the disk.
    ///
    /// A run with a lasting state waits for the disk before it records an image as made. A run without such a state does
    /// not wait, because the next run examines all files anyway. But a bundle is removed from its queue after its run.
    package func runDurably() async throws -> GenerationSummary {
        let summary = try await run()
        let settings = registry.settings
        if summary.generated > 0, settings.cacheBackend.lifetime != .lasting, settings.storage?.bucket == nil {
            try syncFileSystem(of: settings.cacheFolder)
        }
        return summary
    }
}
