import Foundation
import ImageSpecs
import Testing
import WorkerProtocol

@testable import CacheState
@testable import Operations
@testable import Planning

/// Tests the treatment of failures and images after an upgrade of imagekit or libvips.
@Suite struct RendererTests {
    private static let current = ImageKitVersion.current

    /// Returns a site with two sources: a GIF, whose images a fault of 0.1.0 affected, and a file of an unknown format.
    private func site() -> Site {
        let site = Site()
        site.folder.write("photos/b.gif", FakeWorkers.image)
        return site
    }

    private func run(
        _ site: Site,
        _ workers: FakeWorkers,
        _ change: (inout GenerationOptions) -> Void = { _ in }
    ) async throws -> [String] {
        let report = RecordingReport()
        try await site.generate(workers, report: report, change)
        return report.lines
    }

    private struct Upgrade: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let imagekit: String
        let libvips: String
        let isTriedAgain: Bool
    }

    private static let upgrades = [
        Upgrade(testDescription: "none", imagekit: current, libvips: "8.14.1", isTriedAgain: false),
        Upgrade(testDescription: "imagekit", imagekit: "99.0.0", libvips: "8.14.1", isTriedAgain: true),
        Upgrade(testDescription: "libvips", imagekit: current, libvips: "8.18.0", isTriedAgain: true),
    ]

    @Test(arguments: upgrades) private func failuresAreTriedAgain(after upgrade: Upgrade) async throws {
        let site = Site()
        let failing = FakeWorkers(imagekit: Self.current) { .success(FakeWorkers.failed($0, .corruptSource)) }
        _ = try await run(site, failing)
        let workers = FakeWorkers(imagekit: upgrade.imagekit, libvips: upgrade.libvips)
        let status = upgrade.isTriedAgain ? "generated (renderer-changed)" : "failed (corrupt-source)"
        #expect(try await run(site, workers) == ["small photos/a.png: \(status)"])
        #expect(workers.jobs.count == (upgrade.isTriedAgain ? 1 : 0))
    }

    @Test func aFailureIsTriedOnceForEachRenderer() async throws {
        let site = Site()
        let answer: @Sendable (Job) -> FakeWorkers.Result = { .success(FakeWorkers.failed($0, .corruptSource)) }
        for libvips in ["8.14.1", "8.15.0", "8.15.0", "8.14.1"] {
            _ = try await run(site, FakeWorkers(libvips: libvips, answer))
        }
        let last = FakeWorkers(libvips: "8.14.1", answer)
        _ = try await run(site, last)
        #expect(last.jobs.isEmpty)
    }

    @Test func anUpgradeMakesNoImageAgain() async throws {
        let site = site()
        _ = try await run(site, FakeWorkers(imagekit: "0.1.0"))
        let workers = FakeWorkers(imagekit: Self.current, libvips: "8.18.0")
        #expect(try await run(site, workers) == ["small photos/a.png: fresh", "small photos/b.gif: fresh"])
    }

    @Test func outdatedMakesOnlyImagesOfTheConcernedSources() async throws {
        let site = site()
        _ = try await run(site, FakeWorkers(imagekit: "0.1.0"))
        let workers = FakeWorkers(imagekit: Self.current)
        let lines = try await run(site, workers) { $0.remakesOutdated = true }
        #expect(lines == ["small photos/a.png: fresh", "small photos/b.gif: generated (outdated)"])
        #expect(workers.sources == ["photos/b.gif"])
        #expect(try await run(site, workers) { $0.remakesOutdated = true }.allSatisfy { $0.hasSuffix("fresh") })
    }

    @Test func statusCountsOutdatedImages() async throws {
        let site = site()
        _ = try await run(site, FakeWorkers(imagekit: "0.1.0"))
        func row() throws -> Status.Row? {
            try Status(try site.registry(), environment: [:], notify: { _ in }).rows.first
        }
        #expect(try row()?.fresh == 2)
        #expect(try row()?.outdated == 1)
        _ = try await run(site, FakeWorkers(imagekit: Self.current)) { $0.remakesOutdated = true }
        #expect(try row()?.fresh == 2)
        #expect(try row()?.outdated == 0)
    }

    @Test func outdatedImagesAreMentionedOnce() async throws {
        let site = site()
        _ = try await run(site, FakeWorkers(imagekit: "0.1.0"))
        func mentions() async throws -> Bool {
            let options = site.options(FakeWorkers(imagekit: Self.current))
            let generation = Generation(registry: try site.registry(), options: options, report: RecordingReport())
            _ = try await generation.run()
            return generation.shouldMentionOutdated()
        }
        #expect(try await mentions())
        #expect(try await !mentions())
    }

    @Test func withoutConcernedSourcesNothingIsMentioned() async throws {
        let site = Site()
        _ = try await run(site, FakeWorkers(imagekit: "0.1.0"))
        let options = site.options(FakeWorkers(imagekit: Self.current))
        let generation = Generation(registry: try site.registry(), options: options, report: RecordingReport())
        _ = try await generation.run()
        #expect(!generation.shouldMentionOutdated())
    }

    /// Without a state, imagekit does not know which program made the files. A Django site could have made them, so
    /// they do not count as outdated.
    @Test func filesThatWereFoundAreNotOutdated() async throws {
        let site = site()
        _ = try await run(site, FakeWorkers(imagekit: "0.1.0"))
        try site.remove("CACHE/images/.imagekit")
        let workers = FakeWorkers(imagekit: Self.current)
        _ = try await run(site, workers)
        #expect(try await run(site, workers) { $0.remakesOutdated = true }.allSatisfy { $0.hasSuffix("fresh") })
        #expect(workers.jobs.isEmpty)
    }
}
