import Files
import Registry

extension Registry {
    /// Returns the registry without a lasting state if the file system of the cache folder has no locks, because two
    /// processes could write the state at the same time.
    /// - Returns: the registry, and a warning if the state is left out.
    package func withSupportedState() -> (registry: Registry, warning: String?) {
        let tree = CacheTree(settings: settings)
        guard settings.cacheBackend.lifetime == .lasting, FileLock.isUnsupported(tree.lockPath) else {
            return (self, nil)
        }
        var registry = self
        registry.settings.cacheBackendKind = .memory
        let warning =
            "the file system of \(settings.cacheFolder) has no locks, so no state is kept, and two runs at the same time disturb "
            + "each other: use a file system with locks"
        return (registry, warning)
    }
}
