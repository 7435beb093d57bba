import CacheState
import Files
import Planning
import Registry

/// The names of all existing images, both of the registry's generators and of single-file commands.
struct ExistingImages {
    let registry: Registry

    func forEach(_ body: (String) throws -> Void) throws {
        try Survey(registry: registry, notify: { _ in }).forEachSource { source in
            for image in source.images {
                if case .fresh = image.verdict { try body(image.name) }
            }
        }
        // The images of single-file commands in a bucket are not listed, because each would need a request.
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
