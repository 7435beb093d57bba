import Files
import WorkerProtocol

/// Several states that are read as one: the state of the cache folder and the states of shards.
struct OverlaidState: ReadableState {
    /// The state of the cache folder, if it exists, and then the states of the shards.
    let layers: [StateStore]

    func read<T>(_ part: StatePart, _ body: (any StateReading) throws -> T) throws -> T {
        try read(part, layers[...], beneath: [], body)
    }

    private func read<T>(
        _ part: StatePart,
        _ rest: ArraySlice<StateStore>,
        beneath: [any StateReading],
        _ body: (any StateReading) throws -> T
    ) throws -> T {
        guard let layer = rest.first else { return try body(OverlaidReader(layers: beneath)) }
        return try layer.read(part) { try read(part, rest.dropFirst(), beneath: beneath + [$0], body) }
    }

    func onDemand() throws -> [ByteName: OnDemandCall] {
        try layers.reduce(into: [:]) { $0.merge(try $1.onDemand()) { $1 } }
    }

    func sources(ofCacheFile name: String) throws -> [String] {
        try layers.flatMap { try $0.sources(ofCacheFile: name) }
    }

    func cacheFileNames() throws -> Set<ByteName> {
        try layers.reduce(into: []) { $0.formUnion(try $1.cacheFileNames()) }
    }

    func madeFiles() throws -> [ByteName: Int] {
        try layers.reduce(into: [:]) { $0.merge(try $1.madeFiles()) { $1 } }
    }

    func failures() throws -> [FailureKey: FailureRecord?] {
        try layers.reduce(into: [:]) { $0.merge(try $1.failures()) { $1 } }
    }

    func renderers() throws -> [Renderer] { try layers.flatMap { try $0.renderers() } }

    func hasFaultSearch(by version: String) throws -> Bool {
        try layers.contains { try $0.hasFaultSearch(by: version) }
    }

    func close() { for layer in layers { layer.close() } }
}

/// A record in a later layer replaces the record with the same name in an earlier layer.
private struct OverlaidReader: StateReading {
    let layers: [any StateReading]

    /// Leaves out the stamp of the folder that contains the source's images (`images`). The stamp in one layer does not
    /// reflect the changes of the images that later layers record.
    func source(_ name: String) throws -> SourceRecords {
        try layers.reduce(into: SourceRecords()) { known, layer in
            known.source = try layer.source(name).source ?? known.source
        }
    }

    func files(of name: String) throws -> [CacheRecord] {
        try layers.reduce(into: []) { files, layer in
            let above = try layer.files(of: name)
            guard !above.isEmpty else { return }
            files.removeAll { old in above.contains { $0.isNamed(old.name) } }
            files += above
        }
    }
}
