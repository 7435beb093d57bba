import WorkerProtocol

/// A source with what the state knows of it, before anybody has looked at its cache files.
struct Candidate: Sendable {
    /// A cache file that a generator wants to be there.
    struct File: Sendable {
        /// The place of the generator in the registry.
        let generator: Int
        let name: String
        /// The identity of the `CacheFileNaming` that gave the name.
        let naming: Int
        let record: CacheRecord?
        /// With the source's fields; nil where the generator's spec does not change.
        let spec: ResolvedSpec?
        /// Why there is no such spec, and no name; nil where all is well.
        let fieldFailure: Outcome.Failure?
    }

    let name: String
    let status: SourceStream.Sighting.Status
    let known: SourceRecord?
    /// Whether the state knows any cache file of the source.
    let hasRecords: Bool
    let files: [File]

    /// - Parameters:
    ///   - records: all that the state knows of the source.
    ///   - generators: those whose files are wanted, by their places.
    ///   - specs: of all generators.
    init(
        _ name: String,
        _ status: SourceStream.Sighting.Status,
        records: (source: SourceRecord?, files: [CacheRecord]),
        generators: [Int],
        specs: SpecResolver
    ) {
        self.name = name
        self.status = status
        known = records.source
        hasRecords = !records.files.isEmpty
        // Nobody asks a source for its fields where no spec wants any.
        lazy var fields = specs.fields(of: name)
        files = generators.map { generator in
            var naming = specs.namings[generator]
            var spec: ResolvedSpec?
            if specs.isChanging(generator) {
                switch specs.spec(of: generator, fields) {
                case .success(let resolved): (spec, naming) = (resolved, resolved.naming)
                case .failure(let failure):
                    return File(
                        generator: generator,
                        name: "",
                        naming: 0,
                        record: nil,
                        spec: nil,
                        fieldFailure: failure
                    )
                }
            }
            var record = records.files.first { $0.naming == naming.identity }
            let cacheFile = record?.name ?? naming.name(for: name)
            record = record ?? records.files.first { $0.name.utf8.elementsEqual(cacheFile.utf8) }
            return File(
                generator: generator,
                name: cacheFile,
                naming: naming.identity,
                record: record,
                spec: spec,
                fieldFailure: nil
            )
        }
    }
}

/// The candidates of a run in byte order of the sources' names.
struct CandidateStream {
    private let stream: SourceStream
    private let onlySource: Glob?
    private let specs: SpecResolver
    private let state: StateReader?
    private var membership: GroupMembership

    /// - Parameter state: nil where nothing is known.
    init(
        _ registry: Registry,
        _ selected: SelectedPart,
        _ catalog: SourceCatalog,
        state: StateReader?,
        warn: @escaping @Sendable (String) -> Void
    ) throws {
        let groups = registry.groups(of: selected.generators)
        stream = try SourceStream(catalog, groups: groups, warn: warn)
        onlySource = selected.onlySource
        specs = SpecResolver(registry, catalog)
        membership = GroupMembership(registry, generators: selected.generators, groups: groups)
        self.state = state
    }

    mutating func next() throws -> Candidate? {
        while let source = stream.next() {
            if let onlySource, !onlySource.matches(source.name) { continue }
            let generators = membership.generators(in: source.groups)
            if generators.isEmpty { continue }
            let known = try state?.records(of: source.name) ?? (source: nil, files: [])
            return Candidate(source.name, source.status, records: known, generators: generators, specs: specs)
        }
        return nil
    }

    /// The next `count` candidates, or those that are left.
    mutating func next(_ count: Int) throws -> [Candidate] {
        var candidates: [Candidate] = []
        candidates.reserveCapacity(count)
        while candidates.count < count, let candidate = try next() { candidates.append(candidate) }
        return candidates
    }
}
