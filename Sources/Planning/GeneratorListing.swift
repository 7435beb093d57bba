import Registry
import SourceGroups

/// The generators of a registry, with the number of sources of each. A set has only one row.
package struct GeneratorListing {
    /// One line of the list: a generator or a set.
    package struct Row {
        package let id: String
        package let groups: [String]
        package let sources: Int
        /// Whether the generator makes a single image from a canvas, without a source.
        package let isCanvas: Bool
        /// The formats of the images, separated by commas; nil if each image has the format of its source.
        package let format: String?
        package let processors: [String]
        /// The generators of the row: the generator itself, or the selected members of the set.
        package let generators: [Generator]
        package var isSet: Bool { generators[0].member != nil }
        /// The lengths or densities of a set, such as `400` or `2x`; empty for a generator.
        package let sizes: [String]
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
        var rows: [Row] = []
        for id in ids {
            let generator = registry.generators[id]
            let set = generator.member?.set
            if let set, rows.contains(where: { $0.id == set }) { continue }
            let members = set.map { registry.members(ofSet: $0).filter(ids.contains) } ?? [id]
            rows.append(Row(members.map { registry.generators[$0] }, sources: counts[id] ?? 0))
        }
        self.rows = rows
    }
}

extension GeneratorListing.Row {
    /// - Parameter generators: one generator, or the members of a set in the order in which a page lists them.
    fileprivate init(_ generators: [Generator], sources: Int) {
        let first = generators[0]
        var formats: [String] = []
        for format in generators.compactMap(\.spec.format) where !formats.contains(format) { formats.append(format) }
        var sizes: [String] = []
        for size in generators.compactMap({ $0.member?.size.text }) where !sizes.contains(size) { sizes.append(size) }
        self.init(
            id: first.member?.set ?? first.id,
            groups: first.groups,
            sources: sources,
            isCanvas: first.isCanvas,
            format: formats.isEmpty ? nil : formats.joined(separator: ", "),
            processors: first.spec.processors.map(\.name),
            generators: generators,
            sizes: sizes
        )
    }
}

extension MemberSize {
    /// The text of the length or density; nil for a member that has neither a fixed length nor a density.
    fileprivate var text: String? {
        switch self {
        case .unchanged, .ofSource: nil
        case .length(let length): String(length)
        case .density(let density): density.text + "x"
        }
    }
}
