import Foundation
import Testing
import WorkerProtocol

@testable import CacheState
@testable import Operations
@testable import Planning

/// Tests when a batch starts images, and what remains when it stops.
@Suite struct BatchTests {
    private struct BrokenWorker: Error {}

    private let photos = ["a.png", "b.png", "c.png"]

    @Test func theLargestSourceIsFirst() async throws {
        let site = Site(photos: photos)
        site.folder.write("photos/z.png", String(repeating: "z", count: 1000))
        let workers = FakeWorkers()
        #expect(try await site.generate(workers).generated == 4)
        #expect(workers.sources == ["photos/z.png", "photos/a.png", "photos/b.png", "photos/c.png"])
    }

    @Test func aSecondRunHasNothingToDo() async throws {
        let site = Site(photos: photos)
        try await site.generate()
        let (workers, report) = (FakeWorkers(), RecordingReport())
        let summary = try await site.generate(workers, report: report)
        #expect(summary == GenerationSummary(fresh: 3))
        #expect(workers.jobs.isEmpty && report.started == nil)
    }

    @Test func aDryRunWritesNothing() async throws {
        let site = Site(photos: photos)
        let (workers, report) = (FakeWorkers(), RecordingReport())
        let summary = try await site.generate(workers, report: report) { $0.isDryRun = true }
        #expect(summary.wouldGenerate == 3 && summary.generated == 0)
        #expect(report.lines.first == "small photos/a.png: would generate (missing)")
        #expect(workers.jobs.isEmpty && !site.exists("CACHE"))
    }

    @Test func forceMakesFreshImagesToo() async throws {
        let site = Site()
        try await site.generate()
        let report = RecordingReport()
        #expect(try await site.generate(report: report) { $0.force = true }.generated == 1)
        #expect(report.lines == ["small photos/a.png: generated (forced)"])
    }

    // MARK: - Stopping

    @Test func noImageStartsAfterTheDeadline() async throws {
        let site = Site(photos: photos)
        let workers = FakeWorkers()
        let summary = try await site.generate(workers) { $0.deadline = .now - .seconds(1) }
        #expect(summary.left == 3 && summary.generated == 0 && summary.failed == 0)
        #expect(workers.jobs.isEmpty)
        // The next run makes the images that were not started.
        #expect(try await site.generate().generated == 3)
    }

    @Test func noImagesAreLeftBeforeTheDeadline() async throws {
        let site = Site(photos: photos)
        #expect(try await site.generate { $0.deadline = .now + .seconds(86_400) }.left == 0)
        #expect(try await site.generate().left == nil)
    }

    @Test(arguments: [true, false]) func failFastStopsAtTheFirstFailure(_ failFast: Bool) async throws {
        let site = Site(photos: photos)
        let workers = FakeWorkers { .success(FakeWorkers.failed($0, .corruptSource)) }
        let summary = try await site.generate(workers) { $0.failFast = failFast }
        #expect(summary.failed == (failFast ? 1 : 3))
        #expect(workers.sources.count == (failFast ? 1 : 3))
    }

    @Test func failFastStartsNothingAfterAKnownFailure() async throws {
        let site = Site(photos: photos)
        try await site.generate(FakeWorkers { .success(FakeWorkers.failed($0, .corruptSource)) }) { $0.failFast = true }
        let workers = FakeWorkers()
        #expect(try await site.generate(workers) { $0.failFast = true }.failed == 1)
        #expect(workers.jobs.isEmpty)
    }

    // MARK: - State

    @Test func pendingImagesAreRecordedBeforeTheWorkStarts() async throws {
        let site = Site(photos: photos)
        let workers = FakeWorkers { _ in throw BrokenWorker() }
        await #expect(throws: BrokenWorker.self) { try await site.generate(workers) }
        #expect(try site.records(of: "photos/a.png") == ["pending"])
        #expect(try site.records(of: "photos/c.png") == ["pending"])
        #expect(try await site.generate().generated == 3)
        #expect(try site.records(of: "photos/a.png") == ["made"])
    }

    /// A file whose record is pending could show an older version of its source, so the next run makes it again.
    @Test func aFileOfAStoppedRunIsMadeAgain() async throws {
        let site = Site()
        try await site.generate()
        site.folder.write("photos/a.png", "another source")
        await #expect(throws: BrokenWorker.self) {
            try await site.generate(FakeWorkers { _ in throw BrokenWorker() })
        }
        #expect(site.cacheFiles.count == 1)
        #expect(try await site.dryRun() == ["small photos/a.png: would generate (interrupted)"])
    }

    /// `--force` also makes up-to-date images again. Images that a stopped run has not reached are still up to date.
    @Test(arguments: ["sqlite", "memory"]) func aStoppedForcedRunLeavesFreshImages(_ backend: String) async throws {
        let site = Site(settings: "\"IMAGEKIT_CACHE_BACKEND\": \"\(backend)\"", photos: photos)
        try await site.generate()
        let workers = FakeWorkers { job in
            if job.source == "photos/b.png" { throw BrokenWorker() }
            return .success(FakeWorkers.made(job))
        }
        await #expect(throws: BrokenWorker.self) { try await site.generate(workers) { $0.force = true } }
        #expect(workers.sources == ["photos/a.png", "photos/b.png"])
        #expect(try await site.generate().fresh == 3)
    }

    /// A file without a record can show an older version of its source. So the record of a forced run stays pending.
    @Test func aStoppedForcedRunMarksFilesWithoutARecord() async throws {
        let site = Site()
        site.folder.write(try site.name(), FakeWorkers.image)
        await #expect(throws: BrokenWorker.self) {
            try await site.generate(FakeWorkers { _ in throw BrokenWorker() }) { $0.force = true }
        }
        #expect(try site.records() == ["pending"])
    }

    @Test func imagesThatWereFinishedBeforeAnErrorAreKept() async throws {
        let site = Site(photos: photos)
        let workers = FakeWorkers { job in
            if job.source == "photos/b.png" { throw BrokenWorker() }
            return .success(FakeWorkers.made(job))
        }
        await #expect(throws: BrokenWorker.self) { try await site.generate(workers) }
        #expect(try site.records(of: "photos/a.png") == ["made"])
        #expect(try site.records(of: "photos/b.png") == ["pending"])
        #expect(try await site.generate().fresh == 1)
    }

    /// The test lists the codes again, so that the author of a new code must decide whether its failures are recorded.
    @Test(arguments: Outcome.Code.allCases)
    func failuresOfTheSourceAreRecorded(_ code: Outcome.Code) async throws {
        let lasting: Set<Outcome.Code> = [
            .emptySource, .unsupportedFormat, .corruptSource, .tooLarge, .crashed, .timeout,
        ]
        let site = Site()
        try await site.generate(FakeWorkers { .success(FakeWorkers.failed($0, code)) })
        let (workers, report) = (FakeWorkers(), RecordingReport())
        let summary = try await site.generate(workers, report: report)
        if lasting.contains(code) {
            #expect(summary.failed == 1 && workers.jobs.isEmpty)
            #expect(report.lines == ["small photos/a.png: failed (\(code.rawValue))"])
            #expect(try site.records() == [code.rawValue])
        } else {
            #expect(summary.generated == 1 && summary.failed == 0)
        }
    }

    @Test func aRecordedFailureEndsWhenTheSourceChanges() async throws {
        let site = Site()
        try await site.generate(FakeWorkers { .success(FakeWorkers.failed($0, .corruptSource)) })
        site.folder.write("photos/a.png", "repaired")
        #expect(try await site.generate().generated == 1)
    }

    @Test func forceRetriesARecordedFailure() async throws {
        let site = Site()
        try await site.generate(FakeWorkers { .success(FakeWorkers.failed($0, .crashed)) })
        #expect(try await site.generate { $0.force = true }.generated == 1)
    }

    /// The image exists, but without a record, the next run would not know that the image is up to date.
    @Test func aStateThatCannotBeWrittenIsAnError() async throws {
        let site = Site()
        let path = try CacheTree(settings: site.registry().settings).statePath
        let workers = FakeWorkers { job in
            try dropCacheFiles(ofState: path)
            return .success(FakeWorkers.made(job))
        }
        await #expect(throws: (any Error).self) { try await site.generate(workers) }
    }

    // MARK: - Sources that change

    @Test func anImageOfASourceThatChangedDuringItsJobFails() async throws {
        let site = Site()
        let path = site.folder.path("photos/a.png")
        let workers = FakeWorkers { job in
            writeFile(path, "another content of another size")
            return .success(FakeWorkers.made(job))
        }
        let report = RecordingReport()
        #expect(try await site.generate(workers, report: report).failed == 1)
        #expect(report.lines == ["small photos/a.png: failed (changed-source)"])
        #expect(try await site.generate().generated == 1)
        #expect(try site.records() == ["made"])
    }

    /// If the file stayed, a later run would use it as the image of the previous content.
    @Test func aChangedSourceLeavesNoFileUnderANameOfItsContent() async throws {
        let generator = #""small": { "source": "photos", "format": "GIF", "cachefile_namer": "source_content_hash" }"#
        let site = Site(generator)
        let path = site.folder.path("photos/a.png")
        let workers = FakeWorkers { job in
            writeFile(path, "another content of another size")
            return .success(FakeWorkers.made(job))
        }
        #expect(try await site.generate(workers).failed == 1)
        #expect(site.cacheFiles.isEmpty)
    }

    @Test func aSourceThatIsDeletedBeforeItsJobFails() async throws {
        let site = Site(photos: ["a.png", "b.png"])
        let path = site.folder.path("photos/b.png")
        let workers = FakeWorkers { job in
            try FileManager.default.removeItem(atPath: path)
            return .success(FakeWorkers.made(job))
        }
        let report = RecordingReport()
        let summary = try await site.generate(workers, report: report)
        #expect(summary.generated == 1 && summary.failed == 1)
        #expect(report.lines.last == "small photos/b.png: failed (missing-source)")
    }

    @Test func aSharedSpecIsMadeOnce() async throws {
        let twin = Site.small.replacing("\"small\"", with: "\"twin\"")
        let site = Site(Site.small + "," + twin)
        let workers = FakeWorkers()
        let report = RecordingReport()
        #expect(try await site.generate(workers, report: report).generated == 2)
        #expect(workers.jobs.map(\.wantedCount) == [1])
        #expect(site.cacheFiles.count == 1 && report.lines.count == 2)
    }

    @Test func aSelectionMakesOnlyItsImages() async throws {
        let site = Site(Site.small + "," + Site.large, photos: photos)
        let workers = FakeWorkers()
        let selection = Selection(patterns: ["small"], onlySource: "photos/[ab]*")
        #expect(try await site.generate(workers) { $0.selection = selection }.generated == 2)
        // Jobs contain the other images of the source without targets.
        #expect(workers.jobs.map(\.outputs.count) == [2, 2] && workers.jobs.map(\.wantedCount) == [1, 1])
    }

    @Test func anUnknownGeneratorIsAnError() async throws {
        let site = Site()
        await #expect(throws: SelectionError.self) { try await site.generate { $0.selection.patterns = ["smal"] } }
    }
}
