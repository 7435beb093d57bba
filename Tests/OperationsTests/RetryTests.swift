import Testing
import WorkerProtocol

@testable import Operations
@testable import Planning

/// A job that kills its worker is split, because only one of its images may be the cause.
@Suite struct RetryTests {
    private let site = Site(Site.small + "," + Site.large)

    @Test(arguments: [Outcome.Code.crashed, .killed, .outOfMemory, .timeout])
    func imagesOfAFailedJobAreRetriedOneByOne(_ code: Outcome.Code) async throws {
        let workers = FakeWorkers { job in
            job.wantedCount > 1 ? FakeWorkers.failure(code) : .success(FakeWorkers.made(job))
        }
        let report = RecordingReport()
        let summary = try await site.generate(workers, report: report)
        #expect(summary.generated == 2 && summary.failed == 0)
        #expect(workers.jobs.map(\.wantedCount) == [2, 1, 1])
        #expect(report.lines == ["large photos/a.png: generated (missing)", "small photos/a.png: generated (missing)"])
        #expect(report.started == 2)
    }

    /// A retry lists all outputs of the source, because the worker chooses its decoding from all outputs, and the bytes
    /// of an image must not depend on whether the image is retried.
    @Test func aRetryNamesAllOutputsOfTheSource() async throws {
        let workers = FakeWorkers { job in
            job.wantedCount > 1 ? FakeWorkers.failure(.crashed) : .success(FakeWorkers.made(job))
        }
        try await site.generate(workers)
        #expect(workers.jobs.map(\.outputs.count) == [2, 2, 2])
        #expect(Set(workers.jobs.dropFirst().compactMap { $0.outputs.firstIndex { $0.target != nil } }) == [0, 1])
    }

    @Test func theImageThatCausesTheCrashFailsAndTheOtherIsMade() async throws {
        let bad = try site.name("large")
        let workers = FakeWorkers { job in
            let isBad = job.outputs.contains { $0.target?.path.hasSuffix(bad) == true }
            return isBad ? FakeWorkers.failure(.crashed) : .success(FakeWorkers.made(job))
        }
        let report = RecordingReport()
        let summary = try await site.generate(workers, report: report)
        #expect(summary.generated == 1 && summary.failed == 1)
        #expect(report.lines == ["large photos/a.png: failed (crashed)", "small photos/a.png: generated (missing)"])
        // The first job has both images, and each of the two retries has one image.
        #expect(workers.jobs.count == 3)
    }

    @Test(arguments: [
        (Outcome.Code.timeout, 1), (.crashed, 2), (.killed, 2), (.stalled, 1), (.outOfMemory, 2), (.corruptSource, 1),
    ])
    func aSingleImageIsRetriedOnlyIfItsWorkerMayBeTheCause(_ code: Outcome.Code, _ jobs: Int) async throws {
        let site = Site()
        let workers = FakeWorkers { job in
            // A worker reports a corrupt source in its outcome. A worker that is killed has no outcome.
            code == .corruptSource ? .success(FakeWorkers.failed(job, code)) : FakeWorkers.failure(code)
        }
        #expect(try await site.generate(workers).failed == 1)
        #expect(workers.jobs.count == jobs)
    }

    /// A worker can report a lack of memory that is caused by images that it made before. A new worker can have enough
    /// memory.
    @Test func aReportedLackOfMemoryIsRetried() async throws {
        let site = Site()
        let workers = FakeWorkers { .success(FakeWorkers.failed($0, .outOfMemory)) }
        #expect(try await site.generate(workers).failed == 1)
        #expect(workers.jobs.count == 2)
    }

    @Test func aRetryComesBeforeTheNextSource() async throws {
        let site = Site(Site.small + "," + Site.large, photos: ["a.png", "b.png"])
        let workers = FakeWorkers { job in
            job.wantedCount > 1 && job.source == "photos/a.png"
                ? FakeWorkers.failure(.crashed) : .success(FakeWorkers.made(job))
        }
        try await site.generate(workers)
        #expect(workers.sources == ["photos/a.png", "photos/a.png", "photos/a.png", "photos/b.png"])
    }

    @Test func anUnansweredImageFails() async throws {
        let workers = FakeWorkers { job in .success(Outcome(id: job.id, results: [])) }
        let report = RecordingReport()
        #expect(try await site.generate(workers, report: report).failed == 2)
        #expect(report.lines.allSatisfy { $0.hasSuffix("failed (crashed)") })
    }
}
