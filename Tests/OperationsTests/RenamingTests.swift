import Testing

@testable import CacheState
@testable import Files
@testable import Operations
@testable import Registry

/// If only the names of images change, their files are renamed and not made again.
@Suite struct RenamingTests {
    private let site = Site(photos: ["a.png", "b.png"])

    private func changeNamer() {
        site.write(Site.small, settings: #""IMAGEKIT_SPEC_CACHEFILE_NAMER": "source_name_dot_hash""#)
    }

    @Test func filesAreRenamedWithoutAWorker() async throws {
        try await site.generate()
        changeNamer()
        let (workers, report) = (FakeWorkers(), RecordingReport())
        #expect(try await site.generate(workers, report: report).generated == 2)
        #expect(workers.jobs.isEmpty)
        #expect(report.lines == ["small photos/a.png: generated (renamed)", "small photos/b.png: generated (renamed)"])
        #expect(
            try site.cacheFiles.map { "CACHE/images/" + $0 }
                == [site.name("small", "photos/a.png"), site.name("small", "photos/b.png")]
        )
        #expect(!site.exists("CACHE/images/photos/a"))
        #expect(try site.records() == ["made"])
        #expect(try await site.generate(workers).fresh == 2)
    }

    /// A site that considers the former file existing would use it.
    @Test func formerKeysAreDeletedEvenIfTheStateCannotBeWritten() async throws {
        let notification = #""notify_django_cache": { "folder": "cache" }"#
        let site = Site(settings: notification, photos: ["a.png", "b.png"])
        site.folder.makeFolder("cache")
        func keys() -> Int { entries(ofFolder: site.folder.path("cache")).count { $0.hasSuffix(".djcache") } }
        try await site.generate()
        // The keys of two images, and the mark.
        #expect(keys() == 3)
        site.write(Site.small, settings: notification + #", "IMAGEKIT_SPEC_CACHEFILE_NAMER": "source_name_dot_hash""#)
        let path = site.folder.path("CACHE/images/.imagekit/state.sqlite3")
        func edit(_ sql: String) throws {
            let state = try StateStore.openForWriting(path)
            defer { state.close() }
            try state.change { try $0.execute(sql: sql) }
        }
        try edit("CREATE TRIGGER full BEFORE INSERT ON cache_file BEGIN SELECT RAISE(ABORT, 'full'); END")
        await #expect(throws: (any Error).self) { try await site.generate() }
        #expect(!site.exists("CACHE/images/photos/a") && keys() == 1)
        try edit("DROP TRIGGER full")
        try await site.generate()
        #expect(keys() == 3)
    }

    @Test func aDryRunRenamesNothing() async throws {
        try await site.generate()
        let before = site.cacheFiles
        changeNamer()
        #expect(try await site.dryRun().allSatisfy { $0.hasSuffix("would generate (renamed)") })
        #expect(site.cacheFiles == before)
    }

    @Test func aDamagedFileIsMadeAgain() async throws {
        try await site.generate()
        site.folder.write(try site.name("small", "photos/b.png"), "of another size")
        changeNamer()
        let (workers, report) = (FakeWorkers(), RecordingReport())
        try await site.generate(workers, report: report)
        #expect(report.lines == ["small photos/a.png: generated (renamed)", "small photos/b.png: generated (missing)"])
        #expect(workers.sources == ["photos/b.png"])
    }

    @Test func anImageOfAnOlderSourceIsMadeAgain() async throws {
        try await site.generate()
        site.folder.write("photos/b.png", "another content")
        changeNamer()
        let workers = FakeWorkers()
        #expect(try await site.generate(workers).generated == 2)
        #expect(workers.sources == ["photos/b.png"])
    }
}
