import Files
import Testing

@testable import CacheState
@testable import Operations
@testable import Planning

/// Commands refuse a cache folder whose state was written by a newer version of imagekit.
@Suite struct NewerStateTests {
    private func site() async throws -> (site: Site, path: String) {
        let site = Site()
        try await site.generate()
        let path = site.folder.path("CACHE/images/.imagekit/state.sqlite3")
        let state = try StateStore.openForWriting(path)
        try state.prepare { try $0.execute(sql: "PRAGMA user_version = 99") }
        state.close()
        return (site, path)
    }

    @Test func pruneDeletesNothing() async throws {
        let (site, _) = try await site()
        // Without its source, the image is an orphan.
        try site.remove("photos/a.png")
        let before = site.cacheFiles
        let prune = try site.prune { $0.skipsSafetyChecks = true }
        await #expect(throws: NewerStateError.self) { try await prune.run(RecordingReport()) }
        #expect(site.cacheFiles == before && before.count == 1)
    }

    @Test(arguments: ["sqlite", "dummy", "memory"]) func aRunRefusesIt(backend: String) async throws {
        let (site, path) = try await site()
        let bytes = try readFile(path)
        site.write(Site.small, settings: #""IMAGEKIT_CACHE_BACKEND": "\#(backend)""#)
        let workers = FakeWorkers()
        await #expect(throws: NewerStateError.self) { try await site.generate(workers) { $0.force = true } }
        #expect(workers.jobs.isEmpty)
        #expect(try readFile(path) == bytes)
    }

    @Test func statusRefusesIt() async throws {
        let (site, _) = try await site()
        #expect(throws: NewerStateError.self) {
            try Status(try site.registry(), environment: [:], notify: { _ in })
        }
    }
}
