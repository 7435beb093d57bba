import Files
import Registry

extension Registry {
    /// Without locks, two processes could write the state at the same time. So this function checks whether the file
    /// system of the lock file has locks. If not, the state of the returned registry is only in memory.
    /// - Returns: the registry, and a warning if its state is only in memory.
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
