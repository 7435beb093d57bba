import CacheState
import Files
import Planning
import Registry

/// The names of the fresh images of the registry's generators, and of the existing images of single-file commands.
struct ExistingImages {
    let registry: Registry

    func forEach(_ body: (String) throws -> Void) throws {
        try Survey(registry: registry, notify: { _ in }).forEachSource { source in
            for image in source.images {
                if case .fresh = image.verdict { try body(image.name) }
            }
        }
        // If images are in a bucket, leave out those of single-file commands, because each of them would need a
        // request to check whether it exists.
        guard !registry.settings.storesInBucket,
            let state = try registry.settings.cacheBackend.openForReading(CacheTree(settings: registry.settings))
        else { return }
        defer { state.close() }
        for name in try state.onDemand().keys.map(\.text)
        where FileStamp(path: registry.settings.cachePath(of: name)) != nil {
            try body(name)
        }
    }
}
