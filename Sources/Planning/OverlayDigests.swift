import Files
import Registry

/// The digests of the overlays of some generators. An image depends on its source and its overlays, so a changed
/// overlay with the same name makes the image out of date.
package struct OverlayDigests: Sendable {
    /// The combined digest of each generator's overlays. Generators without readable overlays have none.
    private let digests: [GeneratorID: ContentDigest]
    /// The generators with overlays, even if no overlay can be read.
    private let owners: Set<GeneratorID>

    package init(_ registry: Registry, _ generators: [GeneratorID]) {
        var known: [ByteName: ContentDigest] = [:]
        var digests: [GeneratorID: ContentDigest] = [:]
        var owners: Set<GeneratorID> = []
        for id in generators {
            let generator = registry.generators[id]
            for path in generator.spec.resolvingPaths(from: generator.folder).overlays {
                owners.insert(id)
                // An unreadable overlay counts as changed. So the image is made again, and this attempt reports the
                // error. An overlay that exceeds max_file_size also counts as changed.
                guard let digest = known[ByteName(path)] ?? Self.digest(path, registry.settings) else { continue }
                known[ByteName(path)] = digest
                digests[id] = digests[id].map { $0.followed(by: digest) } ?? digest
            }
        }
        self.digests = digests
        self.owners = owners
    }

    private static func digest(_ path: String, _ settings: Settings) -> ContentDigest? {
        guard let stamp = FileStamp(path: path), stamp.size <= settings.limits.fileBytes else { return nil }
        return try? ContentDigest.read(path).digest
    }

    func has(_ generator: GeneratorID) -> Bool { owners.contains(generator) }

    /// The combined digest of a source and of the overlays of a generator.
    package func content(of source: ContentDigest, _ generator: GeneratorID) -> ContentDigest {
        guard !digests.isEmpty, let overlays = digests[generator] else { return source }
        return source.followed(by: overlays)
    }
}
