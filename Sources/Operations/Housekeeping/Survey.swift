import CacheState
import Files
import FileSearch
import Planning
import Registry
import SourceGroups

/// Examines all cache files that a registry requires, like a dry run.
struct Survey {
    let registry: Registry
    let notify: @Sendable (SourceNotice) -> Void
    /// The renderer of the workers. If it is not nil, the survey also finds images that can show a fault that is fixed
    /// now, and failures that a run would retry because they were recorded with another renderer.
    var renderer: CurrentRenderer?
    /// Whether the state is read. If not, it counts as missing.
    var usesState = true

    /// The folders and sources that a survey could not examine, so that cache files can be missing from the result of
    /// the survey.
    struct Gaps {
        /// The folders and source groups that could not be read.
        let unreadFolders: [String]
        /// The keys of the sources that can have cache files whose names are unknown (`PlannedSource.hasUnknownNames`).
        let sourcesWithUnknownNames: [String]

        var isEmpty: Bool { unreadFolders.isEmpty && sourcesWithUnknownNames.isEmpty }
    }

    @discardableResult
    func forEachSource(
        _ selection: Selection = Selection(),
        _ body: (PlannedSource) throws -> Void
    ) throws -> Gaps {
        try forEachSource(of: planner(of: selection), body)
    }

    func planner(of selection: Selection) throws -> Planner {
        let selected = try SelectedPart(selection, of: registry)
        let catalog = try SourceCatalog(of: registry, streaming: registry.groups(of: selected.generators))
        let policy = VerificationPolicy(registry.settings, renderer: renderer, findsOutdated: renderer != nil)
        return Planner(SpecResolver(registry, catalog), selected, policy)
    }

    @discardableResult
    func forEachSource(of planner: Planner, _ body: (PlannedSource) throws -> Void) throws -> Gaps {
        var unknown: [String] = []
        let tree = usesState ? CacheTree(settings: registry.settings) : nil
        try planner.forEachSource(stateOf: tree, notify: notify) { source in
            if source.hasUnknownNames { unknown.append(source.origin.key) }
            try body(source)
        }
        return Gaps(unreadFolders: planner.catalog.unreadFolders.all, sourcesWithUnknownNames: unknown)
    }

    /// The missing folders among the folders that the globs of source groups start with. Such a folder can be on a disk
    /// that is not mounted, so that its sources only seem to be deleted.
    var missingRoots: [String] {
        let globs = registry.sourceGroups.values.flatMap { group -> [Glob] in
            if case .glob(let include, _) = group.members { include } else { [] }
        }
        let missing = globs.filter { $0.missingFolder(in: registry.settings.mediaRoot) != nil }
        return Set(missing.map { registry.settings.path(of: $0.fixedFolder) }).sorted(by: precedesInBytes)
    }
}
