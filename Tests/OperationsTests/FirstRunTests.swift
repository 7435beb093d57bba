import Synchronization
import Testing
import TestSupport

@testable import Operations
@testable import Planning
@testable import Registry

/// Tests of the first run in a folder. Such a run plans without a lock until it finds an image to make.
@Suite struct FirstRunTests {
    /// Performs an action when it receives the first event.
    private final class InterruptedReport: GenerationReport {
        private let action: @Sendable () -> Void
        private let received = Mutex<[ImageEvent]>([])

        init(_ action: @escaping @Sendable () -> Void) { self.action = action }

        var statuses: [String] {
            received.withLock { events in
                events.map { event in
                    if case .failed = event.status { "failed \(event.origin.key)" } else { event.origin.key }
                }
            }
        }

        let wantsFresh = true
        func image(_ event: ImageEvent) {
            let isFirst = received.withLock { events in
                events.append(event)
                return events.count == 1
            }
            if isFirst { action() }
        }
        func problem(_ message: String) {}
        func warning(_ message: String, isEveryday: Bool) {}
        func waiting() {}
        func started(images: Int) {}
    }

    @Test func aRunWithoutWorkCreatesNoLock() async throws {
        let site = Site(photos: [])
        #expect(try await site.generate().generated == 0)
        #expect(!site.exists("CACHE"))
        // The failure is recorded, so the next run does not try the image again.
        site.folder.makePipe("photos/0.png")
        #expect(try await site.generate().failures.newImages == 1)
        #expect(try await site.generate().failures.newImages == 0)
    }

    @Test func aRunWithWorkCreatesTheLock() async throws {
        let site = Site()
        #expect(try await site.generate().generated == 1)
        #expect(site.exists("CACHE/images/.imagekit/lock"))
    }

    /// The photo 0.png is a pipe. It fails without a worker, so its event is reported before the run takes the lock. At
    /// this event, the test makes the image, as another run could.
    @Test func aRunPlansAgainIfAnotherRunWasFirst() async throws {
        let site = Site(photos: ["a.png"])
        site.folder.makePipe("photos/0.png")
        let name = try site.name()
        let (lock, image) = (site.folder.path("CACHE/images/.imagekit/lock"), site.folder.path(name))
        let report = InterruptedReport {
            writeFile(lock, "")
            writeFile(image, "GIF89a\u{3}\u{1}\u{2}\u{1}\u{1}\u{1}\u{1}")
        }
        let workers = FakeWorkers()
        let summary = try await Generation(registry: site.registry(), options: site.options(workers), report: report)
            .run()
        #expect(summary.fresh == 1 && summary.failed == 1 && workers.jobs.isEmpty)
        #expect(report.statuses == ["failed photos/0.png", "photos/a.png"])
    }
}
