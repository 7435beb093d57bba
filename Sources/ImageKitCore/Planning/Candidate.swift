import ImageSpecs
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
        let rendering: Int
        let isNamedByContent: Bool
        let record: CacheRecord?
        /// A file of the same rendering under a name that nobody gives any more; only where there is no record.
        let former: CacheRecord?
    }

    let name: String
    let status: SourceStream.Sighting.Status
    let known: SourceRecord?
    /// Where a name depended on it.
    let identity: SourceIdentity?
    /// Whether the state knows any cache file of the source.
    let hasRecords: Bool
    let files: [File]

    /// - Parameters:
    ///   - records: all that the state knows of the source.
    ///   - generators: those whose files are wanted, by their places.
    ///   - namings: of all generators, in their order.
    ///   - settings: for names that depend on the source's content.
    init(
        _ name: String,
        _ status: SourceStream.Sighting.Status,
        records: SourceRecords,
        generators: [Int],
        namings: [CacheFileNaming],
        settings: Settings
    ) {
        self.name = name
        self.status = status
        known = records.source
        hasRecords = !records.files.isEmpty
        if case .file(let stamp) = status, generators.contains(where: { namings[$0].dependsOnContent }) {
            identity = SourceIdentity(of: name, stamp, known: records.source, needsDigest: true, settings)
        } else {
            identity = nil
        }
        let content = identity?.record?.digest
        files = generators.map { generator in
            let naming = namings[generator]
            // A source that cannot be read still has the images that it had.
            let isAnyContent = !naming.dependsOnContent || content == nil
            var record = records.files.last { $0.naming == naming.identity && (isAnyContent || $0.digest == content) }
            let cacheFile = record?.name ?? naming.name(for: name, content: content)
            record = record ?? records.files.first { $0.isNamed(cacheFile) }
            let former = record == nil ? records.files.first { $0.isFormer(of: naming, among: namings) } : nil
            return File(
                generator: generator,
                name: cacheFile,
                naming: naming.identity,
                rendering: naming.rendering,
                isNamedByContent: naming.dependsOnContent,
                record: record,
                former: former
            )
        }
    }
}

extension CacheRecord {
    /// Whether the file shows what a naming's files show, and none of all namings gave its name.
    fileprivate func isFormer(of naming: CacheFileNaming, among namings: [CacheFileNaming]) -> Bool {
        guard rendering == naming.rendering, case .made = state else { return false }
        return !namings.contains { $0.identity == self.naming }
    }
}

/// The candidates of a run in byte order of the sources' names.
struct CandidateStream {
    private let stream: SourceStream
    private let onlySource: Glob?
    private let shard: Shard?
    private let namings: [CacheFileNaming]
    private let settings: Settings
    private let state: (any StateReading)?
    private var membership: GroupMembership
    /// How many sources there were, with the first, and how many of them matched.
    private var passed = (count: 0, first: "", matching: 0)
    /// Generators with canvases, those of one image together.
    private var canvases: [[Int]]
    private var canvasRecords: (source: SourceRecord?, files: [CacheRecord])?

    /// - Parameter state: nil where nothing is known.
    init(
        _ registry: Registry,
        _ selected: SelectedPart,
        _ catalog: SourceCatalog,
        state: (any StateReading)?,
        warn: @escaping @Sendable (String) -> Void
    ) throws {
        let groups = registry.groups(of: selected.generators)
        stream = try SourceStream(catalog, groups: groups, warn: warn)
        onlySource = selected.onlySource
        shard = selected.shard
        namings = registry.namings
        settings = registry.settings
        membership = GroupMembership(registry, generators: selected.generators, groups: groups)
        self.state = state
        // What has no source has no name to match, and is in the shard that the empty name falls into.
        let takesCanvases = selected.onlySource == nil && selected.shard?.contains(SourceName.none) != false
        let withCanvas = takesCanvases ? selected.generators.filter { registry.generators[$0].isCanvas } : []
        let namings = namings
        canvases = Dictionary(grouping: withCanvas) { namings[$0].identity }.values.sorted { $0[0] < $1[0] }
    }

    /// Canvases come first: each by itself, so that several workers make them.
    private mutating func nextCanvas() throws -> Candidate? {
        guard !canvases.isEmpty else { return nil }
        let known = try canvasRecords ?? state?.records(of: SourceName.none) ?? (source: nil, files: [])
        canvasRecords = known
        return Candidate(
            SourceName.none,
            .file(SourceRecord.ofCanvas.stamp),
            records: known,
            generators: canvases.removeFirst(),
            namings: namings,
            settings: settings
        )
    }

    /// - Throws: `SelectionError` at the end, where no source matched; where there are none at all, that is no mistake.
    mutating func next() throws -> Candidate? {
        if let canvas = try nextCanvas() { return canvas }
        while let source = stream.next() {
            if let onlySource {
                if passed.count == 0 { passed.first = source.name }
                passed.count += 1
                guard onlySource.matches(source.name) else { continue }
                passed.matching += 1
            }
            if let shard, !shard.contains(source.name) { continue }
            let generators = membership.generators(in: source.groups)
            if generators.isEmpty { continue }
            let known = try state?.records(of: source.name) ?? (source: nil, files: [])
            return Candidate(
                source.name,
                source.status,
                records: known,
                generators: generators,
                namings: namings,
                settings: settings
            )
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
