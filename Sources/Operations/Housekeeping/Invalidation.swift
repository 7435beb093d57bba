import CacheState
import Files
import Planning
import Registry

/// Discards the images of a selection. `invalidate` marks them as out of date, so that the next run makes them again.
/// `clear` deletes them.
package struct Invalidation: Sendable {
    /// What happens to the images.
    package enum Kind: Sendable {
        case invalidate
        case clear
    }

    let registry: Registry
    let selection: Selection
    let kind: Kind
    package var patience = LockPatience.unlimited

    package init(_ kind: Kind, of selection: Selection, registry: Registry) {
        self.kind = kind
        self.selection = selection
        self.registry = registry
    }

    /// - Returns: the names of the existing cache files that were discarded.
    /// - Throws: `SelectionError`, `InvalidationError`, `CacheTreeBusyError`, and the errors of a survey. If a file
    ///   cannot be deleted, or a folder cannot be read, the other images are still discarded, and then the first error
    ///   is thrown.
    package func run(_ report: any GenerationReport) async throws -> [String] {
        let tree = CacheTree(settings: registry.settings)
        do { return try await run(tree, report) } catch { throw error.withRemedy(in: tree) }
    }

    private func run(_ tree: CacheTree, _ report: any GenerationReport) async throws -> [String] {
        // Check the selection first, because a pattern that matches nothing is an error even if no image exists yet.
        _ = try SelectedPart(selection, of: registry)
        if kind == .invalidate, registry.settings.cacheBackend.lifetime != .lasting {
            throw InvalidationError.noState(registry.settings.cacheBackendKind)
        }
        guard registry.hasCacheFiles(tree) else { return [] }
        let lock = try CacheTreeLock.take(
            tree,
            create: true,
            excludingCalls: true,
            waiting: report.waiting(patience)
        )
        defer { lock?.release() }
        let survey = Survey(registry: registry, notify: { report.notice($0) })
        let planner = try survey.planner(of: selection)
        var names: Set<ByteName> = []
        var changes: [StateChange] = []
        let reported = try FailureList.records(of: registry)
        var forgotten: [StateChange] = []
        let gaps = try survey.forEachSource(of: planner) { source in
            for image in source.images {
                if !reported.isEmpty {
                    let generator = image.id(in: registry)
                    let key = FailureKey(source: source.origin.key, generator: generator)
                    if reported[key] != nil { forgotten.append(.failure(key, nil)) }
                }
                guard !image.name.isEmpty else { continue }
                let naming = planner.naming(of: image).identity
                let record = CacheRecord(name: image.name, naming: naming, digest: nil, state: .pending)
                if names.insert(ByteName(image.name)).inserted {
                    changes.append(.cacheFile(source: source.origin.key, record))
                }
            }
        }
        let backend = registry.settings.cacheBackend
        let present = try registry.existing(names, in: tree)
        switch kind {
        case .invalidate:
            try backend.change(tree) { try $0.write(changes) }
        case .clear:
            let all = names.map(\.text)
            // If this process is killed, or if the server of the bucket does not answer, it is unknown which objects
            // the server deleted. So mark the records as pending first: the next run makes these images again.
            if registry.settings.storesInBucket { try backend.change(tree) { try $0.markPending(all) } }
            // Delete the files before the state is opened: a full disk has space for the state only after this.
            let failures = try await registry.deleteCacheFiles(present, forgetting: all, in: tree, report)
            let kept = Set(failures.map { ByteName($0.name) })
            try backend.change(tree) { state in
                try state.forget(names.subtracting(kept).map(\.text))
                try state.write(forgotten)
            }
            tree.removeEmptyFolders()
            if let failure = failures.first { throw failure.reason }
        }
        if let folder = gaps.unreadFolders.first { throw InvalidationError.unread(folder) }
        return present.sorted(by: precedesInBytes)
    }
}

/// The reason why images were not discarded.
package enum InvalidationError: Error, CustomStringConvertible {
    /// The cache backend keeps no state between runs, so the next run would not know that images were invalidated.
    case noState(CacheBackendKind)
    /// A folder or a source group cannot be read, so the names of the images of its sources are unknown.
    case unread(String)

    package var description: String {
        switch self {
        case .noState(let backend):
            "IMAGEKIT_CACHE_BACKEND is \(backend.rawValue), which keeps no state between runs: delete the images "
                + "with imagekit clear"
        case .unread(let folder):
            "the images of the sources in \(folder.isEmpty ? "MEDIA_ROOT" : folder) stay, because it cannot be read; run "
                + "the command again when it can be read"
        }
    }
}
