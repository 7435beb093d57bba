import Testing

@testable import Operations
@testable import Planning

/// A first run makes images while it plans the other sources.
@Suite struct EarlyBatchTests {
    /// More sources than the first portion of work has images.
    private static let photos = (0..<EarlyBatch.firstPortion + 200).map { "\($0).png" }

    @Test func theBatchBeginsWithTheFirstPortion() async throws {
        let site = Site(photos: Self.photos)
        site.folder.makePipe("photos/z.png")
        let workers = FakeWorkers()
        let report = RecordingReport()
        let summary = try await site.generate(workers, report: report)
        #expect(report.started == EarlyBatch.firstPortion && report.added == 200)
        #expect(summary.generated == Self.photos.count && summary.failed == 1)
        #expect(workers.sources.count == Self.photos.count && Set(workers.sources).count == Self.photos.count)
        // The first run recorded the images of both portions.
        #expect(try await site.generate().fresh == Self.photos.count)
    }

    @Test func aBatchThatEndsEarlyEndsTheRun() async throws {
        struct Broken: Error {}
        let site = Site(photos: Self.photos)
        let workers = FakeWorkers { _ in throw Broken() }
        await #expect(throws: Broken.self) { try await site.generate(workers) }
        #expect(try await site.generate().generated == Self.photos.count)
    }

    /// With `--fail-fast`, a failure in the plan prevents all images.
    @Test func withFailFastThePlanComesFirst() async throws {
        let site = Site(photos: Self.photos)
        site.folder.makePipe("photos/z.png")
        let workers = FakeWorkers()
        let summary = try await site.generate(workers) { $0.failFast = true }
        #expect(summary.failed == 1 && summary.generated == 0 && workers.jobs.isEmpty)
    }
}
