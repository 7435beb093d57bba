import Registry

/// How long browsers and proxies can keep an image without asking the server again.
///
/// An image never changes under its name if the name contains a hash of the spec and of the source's bytes. An image
/// with overlays is an exception, because the hash does not cover the bytes of the overlays. An image whose name
/// contains no such hash can change under this name.
struct CachePolicy: Sendable {
    static let immutable = "public, max-age=31536000, immutable"
    static let revalidate = "public, no-cache"

    /// The names of images that never change under the same name.
    private let permanent: [CacheFileShape]
    /// The names of images that can change under the same name.
    private let others: [CacheFileShape]

    init(_ registry: Registry) {
        var permanent: Set<CacheFileShape> = []
        var others: Set<CacheFileShape> = []
        for generator in registry.generators {
            let namer = registry.settings.namer(of: generator)
            // The image of a canvas is not permanent, because its name cannot contain a hash of a source's bytes.
            let isPermanent = namer.dependsOnContent && !generator.isCanvas && !generator.spec.hasOverlay
            let shape = registry.settings.shape(of: generator)
            if isPermanent { permanent.insert(shape) } else { others.insert(shape) }
        }
        // Single-file commands also make images with generators that are not in the registry, such as
        // `imagekit:thumbnail`. These images can change under the same name, unless their namer includes the source's
        // bytes.
        if !registry.settings.specNamer.dependsOnContent { others.insert(CacheFileShape(registry.settings.specNamer)) }
        self.permanent = Array(permanent)
        self.others = Array(others)
    }

    /// - Parameter name: relative to the cache folder.
    func cacheControl(_ name: String) -> String {
        let isPermanent =
            permanent.contains { $0.matches(name) } && !others.contains { $0.matches(name) }
        return isPermanent ? Self.immutable : Self.revalidate
    }
}
