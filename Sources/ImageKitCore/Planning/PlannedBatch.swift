/// Some candidates that are being planned, all but those that are settled at a glance.
struct PlannedBatch {
    let candidates: [Candidate]
    /// Whether there is nothing to do, for each.
    let settled: [Bool]
    let others: ParallelBatch<(Candidate, ImagesStamps.Glance?), PlannedSource>

    /// In the candidates' order. Asked for once.
    func forEachSource(_ body: (PlannedSource) throws -> Void) throws {
        var others = others.results().makeIterator()
        for (candidate, isSettled) in zip(candidates, settled) {
            guard isSettled else {
                if let source = others.next() { try body(source) }
                continue
            }
            var source = PlannedSource(name: candidate.name, record: nil, images: [], changes: [])
            source.settledImages = candidate.generators.count
            try body(source)
        }
    }
}
