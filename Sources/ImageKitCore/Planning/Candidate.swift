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
    ///   - namings: of all generators, in their order.
    init(
        _ name: String,
        _ status: SourceStream.Sighting.Status,
        records: (source: SourceRecord?, files: [CacheRecord]),
        generators: [Int],
        namings: [CacheFileNaming]
    ) {
        self.name = name
        self.status = status
        known = records.source
        hasRecords = !records.files.isEmpty
        files = generators.map { generator in
            let naming = namings[generator]
            var record = records.files.first { $0.naming == naming.identity }
            let cacheFile = record?.name ?? naming.name(for: name)
            record = record ?? records.files.first { $0.name.utf8.elementsEqual(cacheFile.utf8) }
            return File(generator: generator, name: cacheFile, naming: naming.identity, record: record)
        }
    }
}

/// The candidates of a run in byte order of the sources' names.
struct CandidateStream {
    private let stream: SourceStream
    private let onlySource: Glob?
    private let namings: [CacheFileNaming]
    private let state: StateReader?
    private var membership: GroupMembership
    /// How many sources there were, with the first, and how many of them matched.
    private var passed = (count: 0, first: "", matching: 0)

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
        namings = registry.namings
        membership = GroupMembership(registry, generators: selected.generators, groups: groups)
        self.state = state
    }

    /// - Throws: `SelectionError` at the end, where no source matched; where there are none at all, that is no mistake.
    mutating func next() throws -> Candidate? {
        while let source = stream.next() {
            if let onlySource {
                if passed.count == 0 { passed.first = source.name }
                passed.count += 1
                guard onlySource.matches(source.name) else { continue }
                passed.matching += 1
            }
            let generators = membership.generators(in: source.groups)
            if generators.isEmpty { continue }
            let known = try state?.records(of: source.name) ?? (source: nil, files: [])
            return Candidate(source.name, source.status, records: known, generators: generators, namings: namings)
        }
        if let onlySource, passed.matching == 0, passed.count > 0 {
            throw SelectionError.noSource(glob: onlySource.pattern, count: passed.count, example: passed.first)
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
