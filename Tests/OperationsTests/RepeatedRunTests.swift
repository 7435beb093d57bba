import Synchronization
import Testing
import WorkerProtocol

@testable import CacheState
@testable import Operations

/// Tests how repeated runs treat images that failed for a reason that can disappear, and images that used up the time
/// of a run.
@Suite struct RepeatedRunTests {
    private let photos = ["a.png", "b.png", "c.png"]

    /// The machine is the probable reason, so later runs try the image again. The pauses between the tries grow, and
    /// the number of tries is limited.
    @Test(arguments: [Outcome.Code.killed, .stalled, .outOfMemory])
    func failuresThatCanPassAreTriedAgain(_ code: Outcome.Code) async throws {
        let site = Site()
        let tree = CacheTree(settings: try site.registry().settings)
        var isFirst = true
        func tries(_ passed: Int) async throws -> Int {
            // Change the recorded time of the last try, as if so many seconds had passed since then.
            if passed > 0 {
                let state = try StateStore.openForWriting(tree.statePath)
                try state.change { try $0.execute(sql: "UPDATE cache_file SET checked = checked - \(passed)") }
                state.close()
            }
            let workers = FakeWorkers { .success(FakeWorkers.failed($0, code)) }
            let summary = try await site.generate(workers)
            #expect(summary.failed == 1)
            // A repeated failure counts as new only in the first run, even if a later run tries the image again.
            #expect(summary.failures.newImages == (isFirst ? 1 : 0))
            isFirst = false
            return workers.jobs.count
        }
        #expect(try await tries(0) > 0)
        #expect(try await tries(0) > 0)
        for pause in [60, 600, 3600, 21_600] {
            #expect(try await tries(0) == 0)
            #expect(try await tries(pause / 2) == 0)
            #expect(try await tries(pause / 2) > 0)
        }
        #expect(try await tries(1_000_000) == 0)
        #expect(try await site.generate { $0.force = true }.generated == 1)
    }

    /// If the content of a source changes, the number of tries starts again, because the earlier tries had another
    /// content.
    @Test func anotherSourceIsTriedAnew() async throws {
        let site = Site()
        let workers = FakeWorkers { .success(FakeWorkers.failed($0, .killed)) }
        try await site.generate(workers)
        try await site.generate(workers)
        site.folder.write("photos/a.png", "another content")
        try await site.generate(workers)
        #expect(try site.tries() == [1])
    }

    /// Runs a batch whose time is over when its first job is running.
    private func stoppedRun(
        _ site: Site,
        _ change: (inout GenerationOptions) -> Void = { _ in }
    ) async throws -> (summary: GenerationSummary, workers: FakeWorkers) {
        let start = ContinuousClock.now
        let deadline = start + .seconds(600)
        let time = Mutex(start)
        let now = { @Sendable in time.withLock(\.self) }
        let workers = FakeWorkers { _ in
            // The pool kills its workers when the time is over.
            time.withLock { $0 = deadline }
            return FakeWorkers.failure(.killed)
        }
        let summary = try await site.generate(workers) { options in
            change(&options)
            (options.deadline, options.now) = (deadline, now)
        }
        return (summary, workers)
    }

    /// If a run stops early, the records of failures and the numbers of tries stay.
    @Test func whatIsStoppedKeepsItsFailures() async throws {
        let site = Site()
        try await site.generate(FakeWorkers { .success(FakeWorkers.failed($0, .killed)) })
        let (summary, _) = try await stoppedRun(site)
        #expect(summary.left == 1 && summary.failed == 0 && summary.failures.newImages == 0)
        #expect(try site.records() == ["pending"])
        #expect(try site.tries() == [1])
        let next = try await site.generate(FakeWorkers { .success(FakeWorkers.failed($0, .killed)) })
        #expect(next.failed == 1 && next.failures.newImages == 0)
        #expect(try site.tries() == [2])
    }

    /// The budget of a forced run ends before the run reaches an image, so the image stays fresh.
    @Test func aStoppedForcedRunKeepsFreshImages() async throws {
        let site = Site()
        try await site.generate()
        let (summary, _) = try await stoppedRun(site) { $0.force = true }
        #expect(summary.left == 1)
        #expect(try await site.generate().fresh == 1)
    }

    /// A source that used up the time of a run comes last in the next run. Otherwise, the largest source would use up
    /// the time of every run.
    @Test func aSourceThatUsedUpTheTimeComesLast() async throws {
        let site = Site(Site.small + "," + Site.large, photos: photos)
        let (summary, workers) = try await stoppedRun(site)
        #expect(workers.sources == ["photos/a.png"])
        #expect(summary.left == 6 && summary.failed == 0 && summary.generated == 0)
        let next = FakeWorkers()
        #expect(try await site.generate(next).generated == 6)
        // The images of a.png are made one by one, because together they took too long.
        #expect(next.sources == ["photos/b.png", "photos/c.png", "photos/a.png", "photos/a.png"])
        #expect(next.jobs.map(\.wantedCount) == [2, 2, 1, 1])
    }
}
