extension Planner {
    /// Plans every selected source beside the state of a cache folder, held open for as long as that takes.
    ///
    /// - Parameters:
    ///   - tree: the folder; nil plans as if nothing were known.
    ///   - fresh: what is wanted of fresh images; the less, the less is read.
    func forEachSource(
        stateOf tree: CacheTree?,
        fresh: FreshImages = .named,
        _ body: (PlannedSource) throws -> Void
    ) throws {
        let state = tree.flatMap(registry.settings.cacheBackend.openForReading)
        defer { state?.close() }
        if let names = selected.sources { return try forEachSource(named: names, state, body) }
        guard let state else { return try forEachSource(beside: nil, body) }
        let part = StatePart(
            describesImages: fresh == .described || effort.rewritesRecords,
            namings: specs.unchangingNamings ?? []
        )
        try state.read(part) { try forEachSource(beside: $0, onlyCountingFresh: fresh == .counted, body) }
    }
}
