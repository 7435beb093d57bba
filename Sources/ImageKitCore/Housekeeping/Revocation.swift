#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Takes back what was made of a selection: `invalidate` has it made again next time, `clear` deletes it.
public struct Revocation: Sendable {
    public enum Kind: Sendable {
        case invalidate
        case clear
    }

    let registry: Registry
    let selection: Selection
    let kind: Kind
    public var waitsForLock = true

    public init(_ kind: Kind, of selection: Selection, registry: Registry) {
        self.kind = kind
        self.selection = selection
        self.registry = registry
    }

    /// - Returns: the names of the cache files that were there and are taken back.
    /// - Throws: what a survey throws.
    public func run(_ report: any GenerationReport) throws -> [String] {
        let tree = CacheTree(settings: registry.settings)
        // A pattern that matches nothing is a mistake even where there is nothing yet.
        _ = try SelectedPart(selection, of: registry)
        guard FileStamp(path: tree.path) != nil else { return [] }
        let waiting: (() -> Void)? = waitsForLock ? { report.waiting() } : nil
        let lock = try CacheTreeLock.take(tree, create: true, waiting: waiting)
        let namings = registry.namings
        var names: Set<String> = []
        var changes: [StateChange] = []
        try Survey(registry: registry, warn: { report.warn($0) }).forEachSource(selection) { source in
            for image in source.images where !image.name.isEmpty {
                let naming = (image.spec?.naming ?? namings[image.generator]).identity
                let record = CacheRecord(name: image.name, naming: naming, digest: nil, state: .pending)
                if names.insert(image.name).inserted { changes.append(.cacheFile(source: source.name, record)) }
            }
        }
        let state = try StateStore.openForWriting(tree.statePath)
        defer { state.close() }
        let present = names.filter { FileStamp(path: registry.settings.path(of: $0)) != nil }
        switch kind {
        case .invalidate:
            try state.write(changes)
        case .clear:
            for name in present {
                let path = registry.settings.path(of: name)
                guard unlink(path) == 0 || errno == ENOENT else { throw FileError("delete", path) }
            }
            try state.forget(Array(names))
            tree.removeEmptyFolders()
        }
        _ = consume lock
        return present.sorted(by: precedesInBytes)
    }
}
