extension Planner {
    /// Plans every selected source beside the state of a cache folder, held open for as long as that takes.
    ///
    /// - Parameters:
    ///   - tree: the folder; nil plans as if nothing were known.
    ///   - describingImages: whether fresh images come with what is known of them, which takes reading more.
    func forEachSource(
        stateOf tree: CacheTree?,
        describingImages: Bool = false,
        _ body: (PlannedSource) throws -> Void
    ) throws {
        let state = tree.flatMap(registry.settings.cacheBackend.openForReading)
        defer { state?.close() }
        if let names = selected.sources { return try forEachSource(named: names, state, body) }
        guard let state else { return try forEachSource(beside: nil, body) }
        let part = StatePart(
            describesImages: describingImages || effort.rewritesRecords,
            namings: specs.unchangingNamings ?? []
        )
        try state.read(part) { try forEachSource(beside: $0, body) }
    }
}
