import Testing
import TestSupport

@testable import CacheState
@testable import Operations
@testable import Planning
@testable import Registry
@testable import SourceGroups

/// A batch makes images under the names of the plan. The batch computes no name again, because the computation of a
/// name needs a pickle and an MD5.
@Suite struct PlannedNameTests {
    private struct BrokenWorker: Error {}

    private let site = Site(Site.small + "," + Site.large)
    private let names = ["CACHE/images/planned 0.gif", "CACHE/images/planned 1.gif"]

    /// Runs a batch whose plan has names that no generator computes.
    private func run(_ workers: FakeWorkers, _ report: RecordingReport) async throws {
        let registry = try site.registry()
        let selected = try SelectedPart(Selection(), of: registry)
        let catalog = try SourceCatalog(of: registry, streaming: registry.groups(of: selected.generators))
        let planner = Planner(SpecResolver(registry, catalog), selected, VerificationPolicy())
        var work = PlannedWork()
        try planner.forEachSource(stateOf: nil, notify: { _ in }) { source in
            var source = source
            for index in source.images.indices { source.images[index].name = names[index] }
            work.add(source)
        }
        let batch = Batch(
            planner: planner,
            options: site.options(workers),
            folder: CacheTree(settings: registry.settings),
            report: report,
            renderer: CurrentRenderer { _ in nil }
        )
        _ = try await batch.run(work)
    }

    private func recordedNames() throws -> [String] {
        let registry = try site.registry()
        let tree = CacheTree(settings: registry.settings)
        let state = try #require(try registry.settings.cacheBackend.openForReading(tree))
        defer { state.close() }
        let source = "photos/a.png"
        return try state.read(StatePart(source: source)) { try $0.records(of: source).files.map(\.name) }
    }

    @Test func imagesAreMadeReportedAndRecordedUnderPlannedNames() async throws {
        let (workers, report) = (FakeWorkers(), RecordingReport())
        try await run(workers, report)
        #expect(workers.jobs.flatMap(\.outputs).compactMap(\.target?.path) == names.map { site.folder.path($0) })
        #expect(report.events.map(\.name).sorted() == names)
        #expect(try recordedNames() == names)
    }

    @Test func pendingRecordsHavePlannedNames() async throws {
        await #expect(throws: BrokenWorker.self) {
            try await run(FakeWorkers { _ in throw BrokenWorker() }, RecordingReport())
        }
        #expect(try recordedNames() == names)
        #expect(try site.records() == ["pending", "pending"])
    }
}
