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
        /// What few files have, apart from the rest: planning hands on millions of them.
        fileprivate var exception: Exception?

        /// A file of the same rendering under a name that nobody gives any more; only where there is no record.
        var former: CacheRecord? { exception?.former }
        /// With the source's fields; nil where the generator's spec does not change.
        var spec: ResolvedSpec? { exception?.spec }
        /// Why this file is not to be had though the source is: for want of a field, and then it has no name, or because the
        /// generator's groups refuse the source.
        var failure: Outcome.Failure? { exception?.failure }

        fileprivate final class Exception: Sendable {
            let former: CacheRecord?
            let spec: ResolvedSpec?
            let failure: Outcome.Failure?

            init(former: CacheRecord? = nil, spec: ResolvedSpec? = nil, failure: Outcome.Failure? = nil) {
                self.former = former
                self.spec = spec
                self.failure = failure
            }
        }

        fileprivate static func unnamed(_ generator: Int, _ failure: Outcome.Failure) -> File {
            File(
                generator: generator,
                name: "",
                naming: 0,
                rendering: 0,
                isNamedByContent: false,
                record: nil,
                exception: Exception(failure: failure)
            )
        }
    }

    let name: String
    let status: SourceStream.Sighting.Status
    let known: SourceRecord?
    /// Where a name depended on it.
    let identity: SourceIdentity?
    /// Whether the state knows any cache file of the source.
    let hasRecords: Bool
    let files: [File]
    /// What the state knows, where a field is missing.
    let keptNames: [String]

    /// - Parameters:
    ///   - records: all that the state knows of the source.
    ///   - generators: those whose files are wanted, by their places.
    ///   - specs: of all generators.
    ///   - refusal: why some of the generators do not take the source; nil for the others.
    init(
        _ name: String,
        _ status: SourceStream.Sighting.Status,
        records: SourceRecords,
        generators: [Int],
        specs: SpecResolver,
        refusal: (_ generator: Int) -> Outcome.Failure? = { _ in nil }
    ) {
        self.name = name
        self.status = status
        known = records.source
        hasRecords = !records.files.isEmpty
        if case .file(let stamp) = status, generators.contains(where: { specs.namings[$0].dependsOnContent }) {
            identity = SourceIdentity(of: name, stamp, known: records.source, needsDigest: true, specs.settings)
        } else {
            identity = nil
        }
        let content = identity?.record?.digest
        // Nobody asks a source for its fields where no spec wants any.
        lazy var fields = specs.fields(of: name)
        lazy var identities = specs.identities(fields)
        files = generators.map { generator in
            var naming = specs.namings[generator]
            var spec: ResolvedSpec?
            if specs.isChanging(generator) {
                switch specs.spec(of: generator, fields) {
                case .success(let resolved): (spec, naming) = (resolved, resolved.naming)
                case .failure(let failure): return .unnamed(generator, failure)
                }
            }
            // A source that cannot be read still has the images that it had.
            let isAnyContent = !naming.dependsOnContent || content == nil
            var record = records.files.last { $0.naming == naming.identity && (isAnyContent || $0.digest == content) }
            let cacheFile = record?.name ?? naming.name(for: name, content: content)
            record = record ?? records.files.first { $0.isNamed(cacheFile) }
            let former =
                record == nil
                ? records.files.first { $0.shows(naming.rendering) && !identities.contains($0.naming) } : nil
            let failure = refusal(generator)
            let isPlain = former == nil && spec == nil && failure == nil
            return File(
                generator: generator,
                name: cacheFile,
                naming: naming.identity,
                rendering: naming.rendering,
                isNamedByContent: naming.dependsOnContent,
                record: record,
                exception: isPlain ? nil : File.Exception(former: former, spec: spec, failure: failure)
            )
        }
        keptNames = files.contains(where: \.name.isEmpty) ? records.files.map(\.name) : []
    }
}

extension CacheRecord {
    /// Whether the file is there and shows what all files of a rendering show.
    fileprivate func shows(_ rendering: Int) -> Bool {
        if case .made = state { self.rendering == rendering } else { false }
    }
}

/// The candidates of a run in byte order of the sources' names.
struct CandidateStream {
    private let stream: SourceStream
    private let onlySource: Glob?
    private let shard: Shard?
    private let specs: SpecResolver
    private let state: (any StateReading)?
    private var membership: GroupMembership
    /// Generators with canvases, those of one image together.
    private var canvases: [[Int]]
    private var canvasRecords: SourceRecords?
    /// How many sources there were, with the first, and how many of them matched.
    private var passed = (count: 0, first: "", matching: 0)

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
        specs = SpecResolver(registry, catalog)
        membership = GroupMembership(registry, generators: selected.generators, groups: groups)
        self.state = state
        // What has no source has no name to match.
        let takesCanvases = selected.onlySource == nil && selected.sources == nil
        let withCanvas = takesCanvases ? selected.generators.filter { registry.generators[$0].isCanvas } : []
        let namings = specs.namings
        canvases = Dictionary(grouping: withCanvas) { namings[$0].identity }.values.sorted { $0[0] < $1[0] }
            // Without a source, the id says in which part they are.
            .filter { selected.shard?.contains(registry.generators[$0[0]].id) ?? true }
    }

    /// Canvases come first: each by itself, so that several workers make them.
    private mutating func nextCanvas() throws -> Candidate? {
        guard !canvases.isEmpty else { return nil }
        let known = try canvasRecords ?? state?.records(of: SourceName.none) ?? SourceRecords()
        canvasRecords = known
        return Candidate(
            SourceName.none,
            .file(SourceRecord.ofCanvas.stamp),
            records: known,
            generators: canvases.removeFirst(),
            specs: specs
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
            let known = try state?.records(of: source.name) ?? SourceRecords()
            return Candidate(
                source.name,
                source.status,
                records: known,
                generators: generators,
                specs: specs,
                refusal: source.refusal.map { membership.refusal($0, of: source, generators) } ?? { _ in nil }
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
