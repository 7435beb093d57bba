import Files
import Registry
import SourceGroups

/// Two images whose cache files have the same name, so that each would replace the other.
///
/// This is possible only if a namer is a template with few digits of the hash. So names are checked only if a generator
/// has such a namer.
package struct NameCollisionError: Error, CustomStringConvertible {
    struct Image {
        let generator: String
        let origin: ImageOrigin
    }

    let name: String
    let images: (Image, Image)

    package var description: String {
        "\(name) would be the cache file of two images: \(images.0) and \(images.1); use more digits of "
            + "{hash}, or {dir}, {stem} or {generator}"
    }

    /// Checks the names for all sources of the registry, including those that the run does not select.
    /// - Throws: `NameCollisionError`, `UnreadableSourceGroupError`.
    package static func check(_ specs: SpecResolver) throws {
        guard specs.namings.contains(where: \.namesMayCollide) else { return }
        // Images of groups that the run does not select can have the same names too, so load these groups.
        try specs.catalog.loadAll()
        // Forget the folders that could not be read here, because they can belong to groups that the run does not
        // select. The plan finds those of the selected groups again.
        defer { specs.catalog.unreadFolders.removeAll() }
        var seen: Set<Int> = []
        var suspects: Set<ByteName> = []
        // Store only hash values of names, because they need little memory. If a hash value repeats, a second pass
        // checks the name itself.
        try forEachImage(specs) { name, _ in
            if !seen.insert(name.hashValue).inserted { suspects.insert(name) }
        }
        guard !suspects.isEmpty else { return }
        var first: [ByteName: Image] = [:]
        try forEachImage(specs) { name, image in
            guard suspects.contains(name) else { return }
            if let other = first.updateValue(image, forKey: name) {
                throw NameCollisionError(name: name.text, images: (other, image))
            }
        }
    }

    private static func forEachImage(
        _ specs: SpecResolver,
        _ body: (ByteName, Image) throws -> Void
    ) throws {
        let registry = specs.registry
        let ids = registry.generators.ids
        let groups = registry.groups(of: ids)
        var membership = GroupMembership(registry, generators: ids, groups: groups)
        var canvases: Set<Int> = []
        for id in ids where registry.generators[id].isCanvas {
            let naming = specs.namings[id]
            guard !naming.dependsOnContent, canvases.insert(naming.identity).inserted else { continue }
            let name = ByteName(naming.name(for: .canvas, content: nil))
            try body(name, Image(generator: registry.generators[id].id, origin: .canvas))
        }
        let stream = try SourceStream(specs.catalog, groups: groups, notify: { _ in })
        while let source = stream.next() {
            let origin = ImageOrigin.source(source.name)
            lazy var fields = specs.fields(of: origin, source.status.stamp)
            var identities: Set<Int> = []
            for id in membership.generators(in: source.groups) {
                guard specs.applies(id, fields), let naming = specs.naming(of: id, { fields }) else { continue }
                // Skip a name that depends on the content, because the content is not read here. Generators with the
                // same naming share their file, so check its name only once.
                guard !naming.dependsOnContent, identities.insert(naming.identity).inserted else { continue }
                let name = ByteName(naming.name(for: origin, content: nil))
                try body(name, Image(generator: registry.generators[id].id, origin: origin))
            }
        }
    }
}

extension NameCollisionError.Image: CustomStringConvertible {
    var description: String { origin.sourceName.map { "\(generator) of \($0)" } ?? generator }
}
