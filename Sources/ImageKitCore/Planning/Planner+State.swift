extension Planner {
    /// Plans every selected source beside the state of a cache folder, held open for as long as that takes.
    ///
    /// - Parameters:
    ///   - tree: the folder; nil plans as if nothing were known.
    ///   - describingImages: whether fresh images come with what is known of them, which takes reading more.
    static func plan(
        _ registry: Registry,
        _ selected: SelectedPart,
        _ catalog: SourceCatalog,
        effort: PlanningEffort,
        stateOf tree: CacheTree?,
        describingImages: Bool,
        warn: @escaping @Sendable (String) -> Void,
        _ body: (PlannedSource) throws -> Void
    ) throws {
        let state = tree.flatMap(registry.settings.cacheBackend.openForReading)
        defer { state?.close() }
        if let names = selected.sources {
            return try Self.plan(names, registry, selected, catalog, effort: effort, state, warn: warn, body)
        }
        func plan(_ reader: (any StateReading)?) throws {
            try Planner(
                registry: registry,
                selected: selected,
                catalog: catalog,
                effort: effort,
                state: reader,
                warn: warn
            ).forEachSource(body)
        }
        if let state {
            try state.read(StatePart(describesImages: describingImages || effort.rewritesRecords), plan)
        } else {
            try plan(nil)
        }
    }
}
