import Files
import Registry

/// The digests of the overlays of some generators. An image depends on its source and its overlays, so a changed
/// overlay with the same name makes the image out of date.
package struct OverlayDigests: Sendable {
    /// By the generators' indices; generators without overlays are missing.
    private let digests: [Int: ContentDigest]

    /// - Parameter generators: indices in the registry.
    package init(_ registry: Registry, _ generators: some Sequence<Int>) {
        var known: [String: ContentDigest] = [:]
        var digests: [Int: ContentDigest] = [:]
        for index in generators {
            let generator = registry.generators[index]
            for path in generator.spec.resolvingPaths(from: generator.folder).overlays {
                // An unreadable overlay counts as changed; making the image reports the error.
                guard let digest = known[path] ?? (try? ContentDigest.read(path).digest) else { continue }
                known[path] = digest
                digests[index] = digests[index].map { $0.followed(by: digest) } ?? digest
            }
        }
        self.digests = digests
    }

    func has(_ generator: Int) -> Bool { digests[generator] != nil }

    /// The combined digest of everything that a generator's image of a source is made from.
    package func content(of source: ContentDigest, _ generator: Int) -> ContentDigest {
        guard !digests.isEmpty, let overlays = digests[generator] else { return source }
        return source.followed(by: overlays)
    }
}
