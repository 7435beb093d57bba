import CacheState
import Files
import Registry
import SourceGroups
import WorkerProtocol

extension Planner {
    /// The naming that computed the name of an image.
    package func naming(of image: PlannedImage) -> CacheFileNaming {
        image.spec?.naming ?? specs.namings[image.generator]
    }

    /// Plans the sources with the given names, without a search of the source folders. A source is skipped if it does
    /// not exist, does not match the glob of the selection, or is in no group of the selected generators. If the names
    /// contain the key of canvases, plans the selected canvases too.
    package func forEachSource(
        named names: [String],
        beside state: (any StateReading)?,
        _ body: (PlannedSource) throws -> Void
    ) throws {
        if names.contains(ImageOrigin.canvas.key) { try forEachCanvas(beside: state, body) }
        let groups = registry.groups(of: selected.generators)
        var membership = GroupMembership(registry, generators: selected.generators, groups: groups)
        for name in inByteOrder(names) where selected.onlySource?.matches(name) ?? true {
            let own = groups.indices.filter { catalog.group(groups[$0].name, contains: name) }
            let generators = membership.generators(in: own)
            guard !generators.isEmpty else { continue }
            let followers = own.filter { groups[$0].followsOutside }
            let named = NamedSource(name, catalog)
            var source = SourceStream.FoundSource(name: name, status: named.status { !followers.isEmpty }, groups: own)
            if case .unusable(let failure) = source.status, failure.code == .missingSource { continue }
            if source.status.isFile, followers.count < own.count,
                case .unusable(let failure) = named.status(followsOutside: { false })
            {
                (source.refusing, source.refusal) = (own.filter { !followers.contains($0) }, failure)
            }
            let refusals = membership.refusals(of: source, generators)
            let records = try state?.records(of: name) ?? SourceRecords()
            try body(
                try plan(
                    Candidate(
                        origin: .source(name),
                        status: source.status,
                        records: records,
                        generators: generators,
                        refusals: refusals
                    )
                )
            )
        }
    }

    private func forEachCanvas(beside state: (any StateReading)?, _ body: (PlannedSource) throws -> Void) throws {
        for generators in selected.canvases(of: registry, specs.namings) {
            let candidate = Candidate(
                origin: .canvas,
                status: .file(SourceRecord.ofCanvas.stamp),
                records: try state?.records(of: ImageOrigin.canvas.key) ?? SourceRecords(),
                generators: generators
            )
            try body(try plan(candidate))
        }
    }

    /// Plans one source or canvas for some generators.
    /// - Parameter state: the state of the cache folder; nil if no state exists.
    package func plan(
        _ origin: ImageOrigin,
        _ status: SourceStream.FoundSource.Status,
        generators: [GeneratorID],
        _ state: (any ReadableState)?
    ) throws -> PlannedSource {
        if let state { policy.renderer?.learn(try state.renderers()) }
        let records =
            try state?.read(StatePart(source: origin.key)) { try $0.records(of: origin.key) } ?? SourceRecords()
        return try plan(Candidate(origin: origin, status: status, records: records, generators: generators))
    }
}
