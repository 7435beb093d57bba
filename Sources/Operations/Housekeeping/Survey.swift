import CacheState
import Files
import FileSearch
import Planning
import Registry
import SourceGroups

/// Examines all cache files that a registry requires, as a dry run does.
struct Survey {
    let registry: Registry
    let warn: @Sendable (String) -> Void

    /// - Returns: the folders that could not be read.
    @discardableResult
    func forEachSource(
        _ selection: Selection = Selection(),
        _ body: (PlannedSource) throws -> Void
    ) throws -> [String] {
        let selected = try SelectedPart(selection, of: registry)
        let catalog = try SourceCatalog(of: registry, streaming: registry.groups(of: selected.generators))
        let planner = Planner(
            registry: registry,
            selected: selected,
            catalog: catalog,
            effort: VerificationPolicy(registry.settings),
            warn: warn
        )
        try planner.forEachSource(stateOf: CacheTree(settings: registry.settings), body)
        return catalog.unreadFolders.all
    }

    /// Folders of source groups below `MEDIA_ROOT` that do not exist. If a disk is not mounted, all its sources seem to
    /// be deleted.
    var missingRoots: [String] {
        let globs = registry.sourceGroups.values.flatMap { group -> [Glob] in
            if case .glob(let include, _) = group.members { include } else { [] }
        }
        let roots = Set(globs.map { registry.settings.path(of: $0.root) })
        return roots.filter { FileStamp(path: $0) == nil }.sorted(by: precedesInBytes)
    }
}

extension Glob {
    /// The deepest folder that contains all matches, according to the pattern.
    fileprivate var root: String {
        let segments = pattern.split(separator: "/").dropLast()
        return segments.prefix { !$0.contains { "*?[{\\".contains($0) } }.joined(separator: "/")
    }
}
