import WorkerProtocol

extension Planner {
    /// Plans some sources by their names, each looked up in the state by itself: cheap where they are few. A source
    /// that is not there, or in no group of the selected generators, is passed over.
    func forEachSource(
        named names: [String],
        _ state: (any ReadableState)?,
        _ body: (PlannedSource) throws -> Void
    ) throws {
        let groups = registry.groups(of: selected.generators)
        var membership = GroupMembership(registry, generators: selected.generators, groups: groups)
        let lookup = SourceLookup(registry, catalog, state)
        for name in inByteOrder(names) where selected.onlySource?.matches(name) ?? true {
            let own = groups.indices.filter { catalog.group(groups[$0].name, contains: name) }
            let generators = membership.generators(in: own)
            guard !generators.isEmpty else { continue }
            let followers = own.filter { groups[$0].followsOutside }
            var source = SourceStream.Sighting(
                name: name,
                status: SourceStream.Sighting.Status(ofNamed: name, catalog) { !followers.isEmpty },
                groups: own
            )
            if case .unusable(let failure) = source.status, failure.code == .missingSource { continue }
            if source.status.isFile, followers.count < own.count,
                case .unusable(let failure) = SourceStream.Sighting.Status(
                    ofNamed: name,
                    catalog,
                    followsOutside: { false }
                )
            {
                (source.refusing, source.refusal) = (own.filter { !followers.contains($0) }, failure)
            }
            let refusal = source.refusal.map { membership.refusal($0, of: source, generators) }
            try body(plan(name, source.status, generators: generators, lookup, refusal: refusal ?? { _ in nil }))
        }
    }

    /// Plans one source for some generators, by their places.
    func plan(
        _ name: String,
        _ status: SourceStream.Sighting.Status,
        generators: [Int],
        _ lookup: SourceLookup,
        refusal: (_ generator: Int) -> Outcome.Failure? = { _ in nil }
    ) throws -> PlannedSource {
        let candidate = Candidate(
            name,
            status,
            records: try lookup.records(of: name),
            generators: generators,
            specs: lookup.specs,
            refusal: refusal
        )
        let found = CacheTreeLook(requests(candidate), below: lookup.root).files()
        return plan(candidate, found: found[...])
    }
}

/// What planning takes to look sources up one by one.
struct SourceLookup {
    let specs: SpecResolver
    let root: FolderHandle
    private let state: (any ReadableState)?

    /// - Parameter state: nil where nothing is known.
    init(_ registry: Registry, _ catalog: SourceCatalog, _ state: (any ReadableState)?) {
        specs = SpecResolver(registry, catalog)
        root = FolderHandle(registry.settings.mediaRoot)
        self.state = state
    }

    func records(of source: String) throws -> SourceRecords {
        try state?.read(StatePart(source: source)) { try $0.records(of: source) } ?? SourceRecords()
    }
}
