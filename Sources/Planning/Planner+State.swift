import CacheState
import SourceGroups

extension Planner {
    /// Plans every selected source with the state of a cache folder. The state stays open until all sources are
    /// planned.
    ///
    /// - Parameters:
    ///   - tree: the folder; nil to plan without a state.
    ///   - fresh: what the caller needs to know about fresh images. If the caller needs less, less of the state is
    ///     read.
    ///   - notify: receives notices about source groups.
    ///   - opened: receives the state before anything is planned.
    package func forEachSource(
        stateOf tree: CacheTree?,
        fresh: FreshImages = .named,
        notify: @escaping @Sendable (SourceNotice) -> Void,
        opened: (any ReadableState) throws -> Void = { _ in },
        _ body: (PlannedSource) throws -> Void
    ) throws {
        let state = try tree.flatMap { try registry.settings.cacheBackend.openForReading($0) }
        defer { state?.close() }
        func plan(_ state: (any StateReading)?) throws {
            if let names = selected.sources { return try forEachSource(named: names, beside: state, body) }
            try forEachSource(beside: state, onlyCountingFresh: fresh == .counted, notify: notify, body)
        }
        guard let state else { return try plan(nil) }
        policy.renderer?.learn(try state.renderers())
        try opened(state)
        let part = StatePart(
            describesImages: fresh == .described || policy.needsWholeRecords,
            namings: specs.staticNamings ?? []
        )
        try state.read(part, plan)
    }
}
