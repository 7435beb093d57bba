import Testing

@testable import CacheState
@testable import Files
@testable import Operations
@testable import Registry

@Suite struct StatusTests {
    @Test func countsImagesByTheirState() async throws {
        let site = Site(photos: ["a.png", "b.png", "c.png", "d.png"])
        try await site.generate(
            FakeWorkers { job in
                .success(
                    job.source == "photos/d.png" ? FakeWorkers.failed(job, .corruptSource) : FakeWorkers.made(job)
                )
            }
        )
        try site.remove(site.name("small", "photos/a.png"))
        site.folder.write("photos/b.png", "another content")
        site.write(Site.small + "," + Site.large)
        site.folder.write("CACHE/images/photos/gone/0123456789abcdef0123456789abcdef.gif", "12345")
        let before = site.cacheFiles
        let status = try Status(site.registry(), environment: ["IMAGEKIT_WORKER": "/nowhere"]) { _ in }
        #expect(status.rows.map(\.generator) == ["large", "small"])
        #expect(status.rows.map(\.fresh) == [0, 1])
        #expect(status.rows.map(\.missing) == [4, 1])
        #expect(status.rows.map(\.outOfDate) == [0, 1])
        #expect(status.rows.map(\.failed) == [0, 1])
        #expect(status.orphans?.files.count == 1 && status.orphans?.bytes == 5)
        #expect(site.cacheFiles == before)
    }

    /// The next run tries the image again, but until then, no file exists.
    @Test func aFailureUnderOtherLimitsIsCounted() async throws {
        let site = Site(photos: ["a.png"])
        try await site.generate(FakeWorkers { .success(FakeWorkers.failed($0, .tooLarge)) })
        var registry = try site.registry()
        registry.settings.limits.pixels += 1
        let status = try Status(registry, environment: ["IMAGEKIT_WORKER": "/nowhere"]) { _ in }
        #expect(status.rows.map(\.failed) == [1] && status.rows.map(\.outOfDate) == [0])
    }

    /// A killed run leaves a state without a seal, so only a read finds that the state is damaged.
    @Test func aCorruptStateCountsAsMissing() async throws {
        let site = Site(photos: ["a.png", "b.png"])
        try await site.generate()
        try site.remove(site.name("small", "photos/b.png"))
        let path = site.folder.path("CACHE/images/.imagekit/state.sqlite3")
        var bytes = try readFile(path)
        bytes.replaceSubrange(68..<72, with: [0, 0, 0, 0])
        for page in stride(from: 4096, to: bytes.count, by: 4096) { bytes[page] = 0xFF }
        try writeAtomically(bytes, to: path)
        let error = #expect(throws: CorruptStateError.self) { try FailureList(site.registry()) }
        #expect(
            "\(try #require(error))" == "the state \(path) is corrupt (database disk image is malformed): run imagekit "
                + "generateimages, which checks the images and replaces the state"
        )
        let status = try Status(site.registry(), environment: ["IMAGEKIT_WORKER": "/nowhere"]) { _ in }
        #expect(status.rows.map(\.fresh) == [1] && status.rows.map(\.missing) == [1])
        #expect(status.orphans?.files.isEmpty == true)
        #expect(try await site.generate().generated == 1)
        #expect(try FailureList(site.registry()).entries.isEmpty)
    }

    @Test func withoutACacheFolderAllIsMissing() throws {
        let site = Site()
        let status = try Status(site.registry(), environment: ["IMAGEKIT_WORKER": "/nowhere"]) { _ in }
        #expect(status.rows.map(\.missing) == [1])
        #expect(status.orphans?.files.isEmpty == true && !site.exists("CACHE"))
    }
}
