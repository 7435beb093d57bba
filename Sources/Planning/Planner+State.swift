import CacheState

extension Planner {
    /// Plans every selected source beside the state of a cache folder, held open for as long as that takes.
    ///
    /// - Parameters:
    ///   - tree: the folder; nil plans as if nothing were known.
    ///   - fresh: what is wanted of fresh images; the less, the less is read.
    package func forEachSource(
        stateOf tree: CacheTree?,
        fresh: FreshImages = .named,
        _ body: (PlannedSource) throws -> Void
    ) throws {
        let state = tree.flatMap(registry.settings.cacheBackend.openForReading)
        defer { state?.close() }
        func plan(_ state: (any StateReading)?) throws {
            if let names = selected.sources { return try forEachSource(named: names, beside: state, body) }
            try forEachSource(beside: state, onlyCountingFresh: fresh == .counted, body)
        }
        guard let state else { return try plan(nil) }
        let part = StatePart(
            describesImages: fresh == .described || effort.rewritesRecords,
            namings: specs.unchangingNamings ?? []
        )
        try state.read(part, plan)
    }
}
