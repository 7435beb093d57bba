extension Planner {
    /// Plans every selected source beside the state in a file, held open for as long as that takes.
    ///
    /// - Parameters:
    ///   - path: the state's file; nil plans as if nothing were known.
    ///   - describingImages: whether fresh images come with what is known of them, which takes reading more.
    static func plan(
        _ registry: Registry,
        _ selected: SelectedPart,
        _ catalog: SourceCatalog,
        force: Bool,
        stateAt path: String?,
        describingImages: Bool,
        warn: @escaping @Sendable (String) -> Void,
        _ body: (PlannedSource) throws -> Void
    ) throws {
        if let names = selected.sources {
            return try Self.plan(names, registry, selected, catalog, force: force, stateAt: path, warn: warn, body)
        }
        let state = path.flatMap(StateStore.openForReading)
        defer { state?.close() }
        func plan(_ reader: StateReader?) throws {
            try Planner(
                registry: registry,
                selected: selected,
                catalog: catalog,
                force: force,
                state: reader,
                warn: warn
            ).forEachSource(body)
        }
        if let state { try state.read(describingImages: describingImages, plan) } else { try plan(nil) }
    }
}
