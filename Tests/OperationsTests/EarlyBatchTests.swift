import Foundation
import Synchronization
import Testing
import WorkerProtocol

@testable import Operations
@testable import Planning
@testable import Registry

/// A first run makes images while it plans the other sources.
@Suite struct EarlyBatchTests {
    /// More sources than the first portion of work has images.
    private static let photos = (0..<EarlyBatch.firstPortion + 200).map { "\($0).png" }

    /// The last source fails without a worker. This report receives the failure while the source is planned.
    private final class PlanningReport: GenerationReport {
        private let firstImage: DispatchSemaphore
        private let result = Mutex<DispatchTimeoutResult?>(nil)
        private let images = Mutex((started: 0, added: 0))

        init(_ firstImage: DispatchSemaphore) { self.firstImage = firstImage }

        /// Whether an image was made before the last source was planned.
        var wasEarly: Bool { result.withLock { $0 == .success } }
        var planned: [Int] { images.withLock { [$0.started, $0.added] } }

        let wantsFresh = false
        func image(_ event: ImageEvent) {
            guard case .failed = event.status else { return }
            let waited = firstImage.wait(timeout: .now() + 60)
            result.withLock { $0 = waited }
        }
        func problem(_ message: String) {}
        func warning(_ message: String, isEveryday: Bool) {}
        func waiting() {}
        func started(images: Int) { self.images.withLock { $0.started = images } }
        func planned(images: Int) { self.images.withLock { $0.added += images } }
    }

    // Without a second thread for Swift's tasks, the images are made after the plan.
    @Test(.enabled(if: ProcessInfo.processInfo.activeProcessorCount > 1))
    func imagesAreMadeBeforeAllSourcesArePlanned() async throws {
        let site = Site(photos: Self.photos)
        site.folder.makePipe("photos/z.png")
        let firstImage = DispatchSemaphore(value: 0)
        let workers = FakeWorkers { job in
            firstImage.signal()
            return .success(FakeWorkers.made(job))
        }
        let report = PlanningReport(firstImage)
        let summary = try await Generation(registry: site.registry(), options: site.options(workers), report: report)
            .run()
        #expect(report.wasEarly)
        #expect(summary.generated == Self.photos.count && summary.failed == 1)
        #expect(report.planned == [EarlyBatch.firstPortion, Self.photos.count - EarlyBatch.firstPortion])
        #expect(Set(workers.sources).count == Self.photos.count)
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
