import CacheState
import FileSearch
import ImageSpecs
import Registry
import SourceGroups

/// The candidates of a run in byte order of the sources' names, without what is known of their cache files.
struct CandidateStream {
    private var sightings: SightingsAhead
    private let onlySource: Glob?
    private let shard: Shard?
    private let state: (any StateReading)?
    private var membership: GroupMembership
    /// Generators with canvases, those of one image together.
    private var canvases: [[Int]]
    private var canvasFiles: [CacheRecord]?
    /// How many sources there were, with the first, and how many of them matched.
    private var passed = (count: 0, first: "", matching: 0)

    /// - Parameters:
    ///   - namings: of all generators.
    ///   - state: nil where nothing is known.
    init(
        _ registry: Registry,
        _ selected: SelectedPart,
        _ catalog: SourceCatalog,
        _ namings: [CacheFileNaming],
        state: (any StateReading)?,
        warn: @escaping @Sendable (String) -> Void
    ) throws {
        let groups = registry.groups(of: selected.generators)
        sightings = SightingsAhead(try SourceStream(catalog, groups: groups, warn: warn))
        onlySource = selected.onlySource
        shard = selected.shard
        membership = GroupMembership(registry, generators: selected.generators, groups: groups)
        self.state = state
        // What has no source has no name to match.
        let takesCanvases = selected.onlySource == nil && selected.sources == nil
        let withCanvas = takesCanvases ? selected.generators.filter { registry.generators[$0].isCanvas } : []
        canvases = Dictionary(grouping: withCanvas) { namings[$0].identity }.values.sorted { $0[0] < $1[0] }
            // Without a source, the id says in which part they are.
            .filter { selected.shard?.contains(registry.generators[$0[0]].id) ?? true }
    }

    /// Canvases come first: each by itself, so that several workers make them.
    private mutating func nextCanvas() throws -> Candidate? {
        guard !canvases.isEmpty else { return nil }
        let known = try state?.source(SourceName.none) ?? SourceRecords()
        return Candidate(
            name: SourceName.none,
            status: .file(SourceRecord.ofCanvas.stamp),
            records: known,
            generators: canvases.removeFirst()
        )
    }

    /// - Throws: `SelectionError` at the end, where no source matched; where there are none at all, that is no mistake.
    mutating func next() throws -> Candidate? {
        if let canvas = try nextCanvas() { return canvas }
        while let source = sightings.next() {
            if let onlySource {
                if passed.count == 0 { passed.first = source.name }
                passed.count += 1
                guard onlySource.matches(source.name) else { continue }
                passed.matching += 1
            }
            if let shard, !shard.contains(source.name) { continue }
            let generators = membership.generators(in: source.groups)
            if generators.isEmpty { continue }
            let known = try state?.source(source.name) ?? SourceRecords()
            return Candidate(
                name: source.name,
                status: source.status,
                records: known,
                generators: generators,
                refusals: membership.refusals(of: source, generators)
            )
        }
        if let onlySource, passed.matching == 0, passed.count > 0 {
            throw SelectionError.noSource(glob: onlySource.pattern, count: passed.count, example: passed.first)
        }
        return nil
    }

    /// Adds what is known of a candidate's cache files. Candidates come in their order; those whose files nobody wants to
    /// know of may be left out.
    mutating func addFiles(to candidate: inout Candidate) throws {
        guard let state else { return }
        // All canvases are of no source, whose files are read once.
        let isCanvas = candidate.name == SourceName.none
        let files = try (isCanvas ? canvasFiles : nil) ?? state.files(of: candidate.name)
        if isCanvas { canvasFiles = files }
        candidate.records.files = files
    }

    /// The next `count` candidates, or those that are left.
    mutating func next(_ count: Int) throws -> [Candidate] {
        var candidates: [Candidate] = []
        candidates.reserveCapacity(count)
        while candidates.count < count, let candidate = try next() { candidates.append(candidate) }
        return candidates
    }
}
