import CacheState
import FileSearch
import Registry
import SourceGroups

/// The candidates of a run in byte order of the sources' names, without the records of their cache files.
struct CandidateStream {
    private var sources: PrefetchedSources
    private let onlySource: Glob?
    private let shard: Shard?
    private let state: (any StateReading)?
    private var membership: GroupMembership
    /// The generators with a canvas that have not been returned yet (`SelectedPart.canvases`).
    private var canvases: [[GeneratorID]]
    private var canvasFiles: [CacheRecord]?
    /// The sources that were compared with `onlySource`: their number, the name of the first one, and the number of
    /// matches.
    private var passed = (count: 0, first: "", matching: 0)

    /// - Parameter state: the reader of the state; nil if no state exists.
    init(
        _ registry: Registry,
        _ selected: SelectedPart,
        _ catalog: SourceCatalog,
        _ namings: GeneratorMap<CacheFileNaming>,
        state: (any StateReading)?,
        notify: @escaping @Sendable (SourceNotice) -> Void
    ) throws {
        let groups = registry.groups(of: selected.generators)
        sources = PrefetchedSources(try SourceStream(catalog, groups: groups, notify: notify))
        onlySource = selected.onlySource
        shard = selected.shard
        membership = GroupMembership(registry, generators: selected.generators, groups: groups)
        self.state = state
        canvases = selected.canvases(of: registry, namings)
    }

    /// Returns the next canvas. Each canvas is a separate candidate, so that several workers can make the images. The
    /// canvases come before the sources.
    private mutating func nextCanvas() throws -> Candidate? {
        guard !canvases.isEmpty else { return nil }
        let known = try state?.source(ImageOrigin.canvas.key) ?? SourceRecords()
        return Candidate(
            origin: .canvas,
            status: .file(SourceRecord.ofCanvas.stamp),
            records: known,
            generators: canvases.removeFirst()
        )
    }

    /// - Throws: `SelectionError` at the end if there were sources, but none matched `onlySource`.
    mutating func next() throws -> Candidate? {
        if let canvas = try nextCanvas() { return canvas }
        while let source = sources.next() {
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
                origin: .source(source.name),
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

    /// Adds the records of a candidate's cache files. The caller must call this function in the order of the
    /// candidates, because the state is read in this order. Candidates whose records are not needed can be skipped.
    mutating func addFiles(to candidate: inout Candidate) throws {
        guard let state else { return }
        // All canvases have the same key in the state, so read the records of their files only once.
        let isCanvas = candidate.origin.isCanvas
        let files = try (isCanvas ? canvasFiles : nil) ?? state.files(of: candidate.origin.key)
        if isCanvas { canvasFiles = files }
        candidate.records.files = files
    }

    /// Returns the next `count` candidates, or all remaining candidates if there are fewer.
    mutating func next(_ count: Int) throws -> [Candidate] {
        var candidates: [Candidate] = []
        candidates.reserveCapacity(count)
        while candidates.count < count, let candidate = try next() { candidates.append(candidate) }
        return candidates
    }
}
