import Foundation
import Testing

@testable import CacheState
@testable import Operations
@testable import Registry

/// Tests which files `prune` deletes, and when it deletes no files.
@Suite struct PruneTests {
    private let site = Site(photos: ["a.png", "b.png", "c.png"])

    /// - Returns: the names of the files that were deleted, or that would be deleted.
    private func prune(
        _ site: Site? = nil,
        report: RecordingReport = RecordingReport(),
        _ change: (inout Prune) -> Void = { _ in }
    ) async throws -> [String] {
        var prune = Prune(try (site ?? self.site).registry())
        change(&prune)
        return try await prune.run(report).map(\.name)
    }

    @Test func anImageWithoutASourceIsDeleted() async throws {
        try await site.generate()
        let orphan = try site.name("small", "photos/c.png")
        try site.remove("photos/c.png")
        #expect(try await prune() == [orphan])
        #expect(site.cacheFiles.count == 2 && !site.exists("CACHE/images/photos/c"))
        #expect(try site.records(of: "photos/c.png") == [])
        #expect(try site.records(of: "photos/a.png") == ["made"])
        #expect(try await prune() == [])
    }

    @Test func anImageOfAFormerSpecIsDeleted() async throws {
        let site = Site(Site.small + "," + Site.large)
        try await site.generate()
        let orphan = try site.name("large")
        site.write(Site.small)
        #expect(try await prune(site) == [orphan])
        #expect(try await site.dryRun() == ["small photos/a.png: fresh"])
    }

    @Test func aDryRunDeletesNothing() async throws {
        try await site.generate()
        let orphan = try site.name("small", "photos/c.png")
        try site.remove("photos/c.png")
        #expect(try await prune { $0.isDryRun = true } == [orphan])
        #expect(site.exists(orphan))
        #expect(try site.records(of: "photos/c.png") == ["made"])
    }

    /// imagekit recognises a file as its own only by a record or by the shape of the file's name.
    @Test func otherFilesStay() async throws {
        try await site.generate()
        let hash = "0123456789abcdef0123456789abcdef"
        let foreign = ["photos/a/notes.txt", "README", "photos/0123.gif", "photos/\(hash).txt"]
        for name in foreign + ["photos/gone/\(hash).gif"] { site.folder.write("CACHE/images/" + name, "mine") }
        #expect(try await prune() == ["CACHE/images/photos/gone/\(hash).gif"])
        #expect(foreign.allSatisfy { site.exists("CACHE/images/" + $0) })
    }

    @Test func filesOfSingleFileCommandsStay() async throws {
        try await site.generate()
        let name = try await site.answers(["photos/a.png"], arguments: ["width=7"])
        try #require(name.count == 1 && site.exists(name[0]))
        #expect(try await prune() == [])
        try site.remove("photos/a.png")
        #expect(try await prune { $0.skipsSafetyChecks = true }.contains(name[0]))
    }

    // MARK: - Safety

    @Test func aMissingSourceFolderStopsIt() async throws {
        try await site.generate()
        try site.remove("photos")
        let error = await #expect(throws: PruneError.self) { try await prune() }
        #expect(
            error?.description.hasPrefix("nothing deleted: the source folder \(site.folder.path)/photos does") == true
        )
        #expect(site.cacheFiles.count == 3)
        #expect(try await prune { $0.skipsSafetyChecks = true }.count == 3)
        #expect(site.cacheFiles.isEmpty)
    }

    @Test func moreThanHalfOfTheFilesStopIt() async throws {
        try await site.generate()
        for name in ["a", "b"] { try site.remove("photos/\(name).png") }
        let error = await #expect(throws: PruneError.self) { try await prune() }
        #expect(error?.description.hasPrefix("nothing deleted: 2 of 3 cache files would be deleted") == true)
        #expect(try await prune { $0.isDryRun = true }.count == 2)
        #expect(site.cacheFiles.count == 3)
        #expect(try await prune { $0.skipsSafetyChecks = true }.count == 2)
    }

    @Test func halfOfTheFilesDoNot() async throws {
        let site = Site(photos: ["a.png", "b.png"])
        try await site.generate()
        try site.remove("photos/b.png")
        #expect(try await prune(site).count == 1)
    }

    @Test func onlyOldFilesAreDeletedOnRequest() async throws {
        let site = Site(photos: ["a.png", "b.png", "c.png", "d.png"])
        try await site.generate()
        let old = try site.name("small", "photos/c.png")
        let year2001 = [FileAttributeKey.modificationDate: Date(timeIntervalSinceReferenceDate: 0)]
        try FileManager.default.setAttributes(year2001, ofItemAtPath: site.folder.path(old))
        for name in ["c", "d"] { try site.remove("photos/\(name).png") }
        #expect(try await prune(site) { $0.olderThan = .seconds(1_000_000 * 86_400) } == [])
        #expect(try await prune(site) { $0.olderThan = .seconds(86_400) } == [old])
        #expect(try await prune(site).count == 1)
    }

    @Test func withoutACacheFolderItWritesNothing() async throws {
        #expect(try await prune() == [])
        #expect(!site.exists("CACHE"))
    }

    @Test func anotherRunIsNotDisturbed() async throws {
        try await site.generate()
        try site.remove("photos/c.png")
        let tree = CacheTree(settings: try site.registry().settings)
        let lock = try CacheTreeLock.take(tree, create: true, waiting: nil)
        await #expect(throws: CacheTreeBusyError.self) { try await prune { $0.patience = .none } }
        lock?.release()
        #expect(try await prune { $0.patience = .none }.count == 1)
    }

    @Test func aFileThatCannotBeDeletedKeepsItsRecord() async throws {
        try await site.generate()
        let orphan = try site.name("small", "photos/c.png")
        try site.remove("photos/c.png")
        // Replace the folder of the images with a link, because `prune` does not delete files behind a link.
        try FileManager.default.moveItem(
            atPath: site.folder.path("CACHE/images/photos"),
            toPath: site.folder.path("elsewhere")
        )
        site.folder.link("CACHE/images/photos", to: "../../elsewhere")
        #expect(try await prune { $0.skipsSafetyChecks = true } == [])
        #expect(site.exists(orphan))
    }
}
