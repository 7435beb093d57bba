/// The generators of a registry with how many sources each has.
public struct GeneratorListing {
    public struct Row {
        public let id: String
        public let groups: [String]
        public let sources: Int
        /// Its only image has no source.
        public let isCanvas: Bool
        /// nil where each source's own is taken.
        public let format: String?
        public let processors: [String]
    }

    public let rows: [Row]

    /// - Parameter patterns: of ids; none lists all.
    public init(_ registry: Registry, patterns: [String], warn: @escaping (String) -> Void) throws {
        let places = try Selection(patterns: patterns).generators(of: registry)
        var counts: [Int: Int] = [:]
        let groups = registry.groups(of: places)
        let catalog = try SourceCatalog(of: registry, streaming: groups)
        var membership = GroupMembership(registry, generators: places, groups: groups)
        let stream = try SourceStream(catalog, groups: groups, warn: warn)
        while let source = stream.next() {
            for place in membership.generators(in: source.groups) { counts[place, default: 0] += 1 }
        }
        rows = places.map { place in
            let generator = registry.generators[place]
            return Row(
                id: generator.id,
                groups: generator.groups,
                sources: counts[place] ?? 0,
                isCanvas: generator.isCanvas,
                format: generator.spec.format,
                processors: generator.spec.processors.map(\.name)
            )
        }
    }
}

extension Registry {
    /// The source groups of some generators, by name.
    func groups(of generators: [Int]) -> [SourceGroup] {
        Set(generators.flatMap { self.generators[$0].groups }).sorted(by: precedesInBytes).compactMap {
            sourceGroups[$0]
        }
    }
}
