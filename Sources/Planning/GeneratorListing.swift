import Files
import Registry
import SourceGroups

/// The generators of a registry, with the number of sources of each.
package struct GeneratorListing {
    package struct Row {
        package let id: String
        package let groups: [String]
        package let sources: Int
        /// Whether the generator makes a single image from a canvas, without a source.
        package let isCanvas: Bool
        /// The format of the images; nil if each image has the format of its source.
        package let format: String?
        package let processors: [String]
    }

    package let rows: [Row]

    /// - Parameter patterns: patterns of ids; an empty array lists all generators.
    package init(_ registry: Registry, patterns: [String], notify: @escaping (SourceNotice) -> Void) throws {
        let ids = try Selection(patterns: patterns).generators(of: registry)
        var counts: [GeneratorID: Int] = [:]
        let groups = registry.groups(of: ids)
        let catalog = try SourceCatalog(of: registry, streaming: groups)
        var membership = GroupMembership(registry, generators: ids, groups: groups)
        let stream = try SourceStream(catalog, groups: groups, notify: notify)
        while let source = stream.next() {
            for id in membership.generators(in: source.groups) { counts[id, default: 0] += 1 }
        }
        rows = ids.map { id in
            let generator = registry.generators[id]
            return Row(
                id: generator.id,
                groups: generator.groups,
                sources: counts[id] ?? 0,
                isCanvas: generator.isCanvas,
                format: generator.spec.format,
                processors: generator.spec.processors.map(\.name)
            )
        }
    }
}

extension Registry {
    /// The source groups of some generators, by name.
    package func groups(of generators: [GeneratorID]) -> [SourceGroup] {
        Set(generators.flatMap { self.generators[$0].groups }).sorted(by: precedesInBytes).compactMap {
            sourceGroups[$0]
        }
    }
}
