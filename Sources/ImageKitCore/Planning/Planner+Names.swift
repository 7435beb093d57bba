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
        for name in inByteOrder(names) where selected.onlySource?.matches(name) ?? true {
            let own = groups.indices.filter { catalog.group(groups[$0].name, contains: name) }
            let generators = membership.generators(in: own)
            guard !generators.isEmpty else { continue }
            let followers = own.filter { groups[$0].followsOutside }
            let named = NamedSource(name, catalog)
            var source = SourceStream.Sighting(name: name, status: named.status { !followers.isEmpty }, groups: own)
            if case .unusable(let failure) = source.status, failure.code == .missingSource { continue }
            if source.status.isFile, followers.count < own.count,
                case .unusable(let failure) = named.status(followsOutside: { false })
            {
                (source.refusing, source.refusal) = (own.filter { !followers.contains($0) }, failure)
            }
            let refusals = membership.refusals(of: source, generators)
            try body(plan(name, source.status, generators: generators, refusals: refusals, state))
        }
    }

    /// Plans one source for some generators, by their places.
    /// - Parameter state: nil where nothing is known.
    func plan(
        _ name: String,
        _ status: SourceStream.Sighting.Status,
        generators: [Int],
        refusals: [Int: Outcome.Failure] = [:],
        _ state: (any ReadableState)?
    ) throws -> PlannedSource {
        let records = try state?.read(StatePart(source: name)) { try $0.records(of: name) } ?? SourceRecords()
        let candidate = Candidate(
            name: name,
            status: status,
            records: records,
            generators: generators,
            refusals: refusals
        )
        return plan(candidate, glance(candidate))
    }
}
