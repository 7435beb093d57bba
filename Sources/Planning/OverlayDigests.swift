import Files
import Registry

/// The contents of the images that some generators lay over their sources: what is made is of both, so that another
/// overlay under the same name has it made again.
package struct OverlayDigests: Sendable {
    /// By the generators' places; those without overlays are not among them.
    private let digests: [Int: ContentDigest]

    /// - Parameter generators: by their places in the registry.
    package init(_ registry: Registry, _ generators: some Sequence<Int>) {
        var known: [String: ContentDigest] = [:]
        var digests: [Int: ContentDigest] = [:]
        for place in generators {
            let generator = registry.generators[place]
            for path in generator.spec.resolvingPaths(from: generator.folder).overlays {
                // One that cannot be read is another than the one that was: making the image will tell.
                guard let digest = known[path] ?? (try? ContentDigest.read(path).digest) else { continue }
                known[path] = digest
                digests[place] = digests[place].map { $0.followed(by: digest) } ?? digest
            }
        }
        self.digests = digests
    }

    func has(_ generator: Int) -> Bool { digests[generator] != nil }

    /// The content that a generator's image of a source is made of.
    package func content(of source: ContentDigest, _ generator: Int) -> ContentDigest {
        guard !digests.isEmpty, let overlays = digests[generator] else { return source }
        return source.followed(by: overlays)
    }
}
