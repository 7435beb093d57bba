import GRDB
import Registry

extension StateStore {
    /// The number of collected changes that starts a write.
    private static let batch = 10_000

    /// Copies the records of another state.
    /// - Parameters:
    ///   - isTaken: whether the records of a source are copied. The name of a canvas is empty.
    ///   - accepts: whether the record of a cache file is copied.
    func addRecords(
        of other: StateStore,
        isTaken: (String) -> Bool = { _ in true },
        accepts: (CacheRecord) throws -> Bool = { _ in true }
    ) throws {
        var changes = try other.renderers().map(StateChange.renderer)
        let failures = try other.failures().filter { isTaken($0.key.source.text) }
        for (key, failure) in failures.sorted(by: { $0.key.order < $1.key.order }) {
            changes.append(.failure(key, failure))
        }
        try other.forEachSource { name, records in
            guard isTaken(name) else { return }
            if let source = records.source { changes.append(.source(name, source)) }
            for record in records.files where try accepts(record) {
                changes.append(.cacheFile(source: name, record))
            }
            guard changes.count >= Self.batch else { return }
            try write(changes)
            changes.removeAll(keepingCapacity: true)
        }
        let calls = try other.onDemand().filter { isTaken($0.value.source) }.sorted { $0.key.text < $1.key.text }
        try write(changes + calls.map { .call(name: $0.key.text, $0.value) })
    }

    /// Calls `body` with the records of each source, in byte order of the names.
    private func forEachSource(_ body: (String, SourceRecords) throws -> Void) throws {
        let part = StatePart()
        try readWithDatabase(part) { db, reader in
            let rows = try Row.fetchCursor(
                db,
                sql: "SELECT name FROM source UNION SELECT source FROM cache_file ORDER BY 1"
            )
            while let row = try rows.next() {
                guard let name = row.text(0), name.isEmpty || SourceNameProblem(name) == nil else { continue }
                try body(name, try reader.records(of: name))
            }
        }
    }
}

extension FailureKey {
    fileprivate var order: (String, String) { (source.text, generator.text) }
}
