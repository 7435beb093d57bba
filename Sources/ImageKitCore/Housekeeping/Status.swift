/// What a registry's cache files come to.
public struct Status: Sendable {
    public struct Row: Sendable {
        public let generator: String
        public var fresh = 0
        public var missing = 0
        public var outOfDate = 0
        public var failed = 0
    }

    /// One for each generator, in the registry's order.
    public private(set) var rows: [Row]
    public let orphans: Orphans

    /// Looks at everything and writes nothing.
    public init(_ registry: Registry, warn: @escaping @Sendable (String) -> Void) throws {
        var rows = registry.generators.map { Row(generator: $0.id) }
        var wanted = WantedFiles()
        try Survey(registry: registry, warn: warn).forEachSource { source in
            wanted.add(source)
            for image in source.images {
                switch image.verdict {
                case .fresh: rows[image.generator].fresh += 1
                case .failed: rows[image.generator].failed += 1
                case .needed(.missing), .needed(.renamed): rows[image.generator].missing += 1
                case .needed: rows[image.generator].outOfDate += 1
                }
            }
        }
        self.rows = rows
        orphans = try Orphans(registry, wanted: wanted)
    }
}
