/// Several states read as one: that of the cache folder and those that shards have written beside it.
struct OverlaidState: ReadableState {
    /// From the oldest.
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

    func cacheFileNames() throws -> Set<ByteName> {
        try layers.reduce(into: []) { $0.formUnion(try $1.cacheFileNames()) }
    }

    func close() { for layer in layers { layer.close() } }
}

/// A record of a later layer stands before one of an earlier.
private struct OverlaidReader: StateReading {
    let layers: [any StateReading]

    func records(of name: String) throws -> SourceRecords {
        var records = SourceRecords()
        for layer in layers {
            let above = try layer.records(of: name)
            records.source = above.source ?? records.source
            guard !above.files.isEmpty else { continue }
            records.files.removeAll { old in above.files.contains { $0.isNamed(old.name) } }
            records.files += above.files
        }
        return records
    }
}
