import Registry

/// How long browsers and proxies can keep an image without asking again.
///
/// If a name contains a hash of the spec and of the source's bytes, the image under this name never changes. All other
/// images change when their source is replaced.
struct CachePolicy: Sendable {
    static let immutable = "public, max-age=31536000, immutable"
    static let revalidate = "public, no-cache"

    /// The namers whose names never get another image.
    private let permanent: [Namer]
    private let others: [Namer]

    init(_ registry: Registry) {
        var permanent: Set<Namer> = []
        var others: Set<Namer> = []
        for generator in registry.generators {
            let namer = registry.settings.namer(of: generator)
            // The hash does not cover the bytes of overlays. A canvas has no source.
            let isPermanent = namer.dependsOnContent && !generator.isCanvas && generator.spec.overlays.isEmpty
            if isPermanent { permanent.insert(namer) } else { others.insert(namer) }
        }
        // Calls of single-file commands make images too, such as imagekit:thumbnail.
        if !registry.settings.specNamer.dependsOnContent { others.insert(registry.settings.specNamer) }
        self.permanent = Array(permanent)
        self.others = Array(others)
    }

    /// - Parameter name: relative to the cache folder.
    func cacheControl(_ name: String) -> String {
        let isPermanent =
            permanent.contains { $0.matchesShape(name) } && !others.contains { $0.matchesShape(name) }
        return isPermanent ? Self.immutable : Self.revalidate
    }
}
