import Registry

extension Settings {
    package var cacheBackend: any CacheBackend { cacheBackendKind.backend }
}

extension CacheBackendKind {
    package var backend: any CacheBackend {
        switch self {
        case .sqlite: SQLiteBackend()
        case .memory: MemoryBackend()
        case .dummy: DummyBackend()
        }
    }
}
